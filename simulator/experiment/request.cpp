#include "simulator/experiment/request.h"

#include <utility>

namespace stampede::experiment {

OpenRequests::OpenRequests(runtime::Scheduler& scheduler, measure::Recorder& recorder, std::optional<Duration> timeout,
                           scenario::Abandoned abandoned)
    : scheduler_(scheduler), recorder_(recorder), timeout_(timeout), abandoned_(abandoned) {}

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
  request->worker = nullptr;
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
  const std::optional<ErrorKind> failure = recorder_.answered(request.facts, answer, now);
  close(request, {.failure = failure, .at = now}, now);
}

void OpenRequests::read(Request& request, std::uint64_t key, const Answer& answer, TimePoint now,
                        measure::PageReading& page) {
  if (!request.client_waits || give_up_if_due(request, now)) return;
  measure::RequestFacts facts = request.facts;
  facts.key = key;
  recorder_.page_read(facts, answer, now, page);
}

void OpenRequests::answer_page(Request& request, const measure::PageReading& page, TimePoint now) {
  if (!request.client_waits || give_up_if_due(request, now)) return;
  const std::optional<ErrorKind> failure = recorder_.page_answered(request.facts, page, now);
  close(request, {.failure = failure, .at = now}, now);
}

void OpenRequests::finish_work(Request& request, TimePoint now) {
  if (!request.client_waits || give_up_if_due(request, now)) return;
  recorder_.worked(request.facts, now);
  close(request, {.failure = std::nullopt, .at = now}, now);
}

void OpenRequests::reject(Request& request) {
  const TimePoint now = scheduler_.now();
  if (!request.client_waits || give_up_if_due(request, now)) return;
  recorder_.rejected(request.facts, now);
  close(request, {.failure = ErrorKind::rejected, .at = now}, now);
}

void OpenRequests::lose(Request& request) {
  const TimePoint now = scheduler_.now();
  if (!request.client_waits || give_up_if_due(request, now)) return;
  recorder_.lost(request.facts, now);
  close(request, {.failure = ErrorKind::node, .at = now}, now);
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
    close(request, {.failure = ErrorKind::timeout, .at = now}, now);
  }
}

bool OpenRequests::give_up_if_due(Request& request, TimePoint now) {
  if (!timeout_ || request.facts.intended + *timeout_ > now) return false;
  const TimePoint gave_up = request.facts.intended + *timeout_;
  recorder_.gave_up(request.facts, gave_up);
  // A worker that has found it out itself needs nobody to stop it.
  const bool is_held = request.worker != nullptr && abandoned_ != scenario::Abandoned::finish;
  const bool by_worker = scheduler_.on_fiber() && &scheduler_.current() == request.worker;
  if (is_held && !by_worker) scheduler_.cancel(*request.worker);
  close(request, {.failure = ErrorKind::timeout, .at = gave_up}, now);
  return true;
}

void OpenRequests::close(Request& request, const Ending& ending, TimePoint now) {
  request.client_waits = false;
  open_.erase(open_.iterator_to(request));
  --open_count_;
  Client* const client = std::exchange(request.client, nullptr);
  recycle_if_done(request);
  if (client != nullptr) client->on_outcome(ending, now);
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
