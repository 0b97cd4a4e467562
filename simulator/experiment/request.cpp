#include "simulator/experiment/request.h"

#include <utility>

namespace stampede::experiment {

OpenRequests::OpenRequests(runtime::Scheduler& scheduler, measure::Recorder& recorder, std::optional<Duration> timeout)
    : scheduler_(scheduler), recorder_(recorder), timeout_(timeout) {}

Request& OpenRequests::open(const measure::RequestFacts& facts, Client* client) {
  Request* request = nullptr;
  if (free_.empty()) {
    request = &storage_.emplace_back();
  } else {
    request = free_.back();
    free_.pop_back();
  }
  request->facts = facts;
  request->client = client;
  request->client_waits = true;
  request->in_system = true;
  open_.push_back(*request);
  ++open_count_;
  recorder_.arrived(facts);
  if (timeout_ && !is_armed()) scheduler_.arm(*this, open_.front().facts.intended + *timeout_);
  return *request;
}

void OpenRequests::start(Request& request, TimePoint now) {
  if (request.client_waits) give_up_if_due(request, now);
  request.facts.started = now;
  if (request.client_waits) recorder_.started(request.facts);
}

void OpenRequests::answer(Request& request, const Answer& answer, TimePoint now) {
  if (!request.client_waits || give_up_if_due(request, now)) return;
  recorder_.answered(request.facts, answer, now);
  close(request, now);
}

void OpenRequests::reject(Request& request) {
  const TimePoint now = scheduler_.now();
  if (!request.client_waits || give_up_if_due(request, now)) return;
  recorder_.rejected(request.facts, now);
  close(request, now);
}

void OpenRequests::lose(Request& request) {
  const TimePoint now = scheduler_.now();
  if (!request.client_waits || give_up_if_due(request, now)) return;
  recorder_.lost(request.facts, now);
  close(request, now);
}

void OpenRequests::let_go(Request& request) {
  request.in_system = false;
  recycle_if_done(request);
}

void OpenRequests::abandon_all() {
  const TimePoint now = scheduler_.now();
  while (!open_.empty()) {
    Request& request = open_.front();
    if (give_up_if_due(request, now)) continue;
    recorder_.unanswered(request.facts, now);
    close(request, now);
  }
}

bool OpenRequests::give_up_if_due(Request& request, TimePoint now) {
  if (!timeout_ || request.facts.intended + *timeout_ > now) return false;
  recorder_.gave_up(request.facts, request.facts.intended + *timeout_);
  close(request, now);
  return true;
}

void OpenRequests::close(Request& request, TimePoint now) {
  request.client_waits = false;
  open_.erase(open_.iterator_to(request));
  --open_count_;
  Client* const client = std::exchange(request.client, nullptr);
  recycle_if_done(request);
  if (client != nullptr) client->on_outcome(now);
}

void OpenRequests::recycle_if_done(Request& request) {
  if (!request.in_system && !request.client_waits) free_.push_back(&request);
}

void OpenRequests::on_due() noexcept {
  const TimePoint now = scheduler_.now();
  while (!open_.empty() && give_up_if_due(open_.front(), now)) {
  }
  if (!open_.empty()) scheduler_.arm(*this, open_.front().facts.intended + *timeout_);
}

}  // namespace stampede::experiment
