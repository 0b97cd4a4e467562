// See the header.
#include "simulator/experiment/client_calls.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "simulator/measure/random_stream.h"

namespace stampede::experiment {

ClientCalls::ClientCalls(RunContext& context, Send send)
    : context_(context), retries_(*context.scenario.client.retries), send_(std::move(send)) {}

void ClientCalls::begin(const measure::RequestFacts& first, Client* client) {
  Call* call = nullptr;
  if (free_.empty()) {
    call = &calls_.emplace_back(*this);
  } else {
    call = free_.back();
    free_.pop_back();
  }
  call->client_ = client;
  call->number_ = begun_++;
  call->first_intended_ = first.intended;
  call->attempt_ = first;
  ++open_;
  send_(first, call);
}

void ClientCalls::stop() {
  stopped_ = true;
  const TimePoint now = context_.scheduler.now();
  for (Call& call : calls_) {
    if (!call.is_armed()) continue;
    call.disarm();
    call.end({.failure = ErrorKind::timeout, .at = now}, now);
  }
}

bool ClientCalls::wants_retry(const Ending& ending, std::uint32_t attempt) const {
  if (stopped_ || !ending.failure || attempt >= retries_.times) return false;
  if (*ending.failure == ErrorKind::timeout) return retries_.on_timeout;
  if (*ending.failure == ErrorKind::rejected) return retries_.on_rejected;
  return retries_.on_errors;
}

// A stream for each: how often others try again shifts nothing.
Duration ClientCalls::backoff_after(std::uint32_t attempt, std::uint64_t call) const {
  double backoff_ns = static_cast<double>(retries_.backoff.count()) * std::pow(retries_.factor, attempt);
  if (retries_.full_jitter) {
    backoff_ns *= measure::RandomStream(context_.scenario.seed, "backoff of clients", call, attempt).uniform();
  }
  return Duration(std::llround(backoff_ns));
}

void ClientCalls::Call::on_outcome(const Ending& ending, TimePoint now) noexcept {
  if (!all_.wants_retry(ending, attempt_.attempt)) return end(ending, now);
  const Duration backoff = all_.backoff_after(attempt_.attempt, number_);
  all_.context_.scheduler.arm(*this, ending.at + backoff);
}

// On the next node in turn.
void ClientCalls::Call::on_due() noexcept {
  attempt_.node = (attempt_.node + 1) % all_.context_.scenario.topology.nodes;
  attempt_.intended = due();
  attempt_.sent = all_.context_.scheduler.now();
  ++attempt_.attempt;
  all_.send_(attempt_, this);
}

void ClientCalls::Call::end(const Ending& ending, TimePoint now) noexcept {
  if (measure::Recorder* const recorder = all_.context_.recorder) {
    recorder->call_ended(first_intended_, ending.failure.has_value(), ending.at);
  }
  --all_.open_;
  Client* const client = std::exchange(client_, nullptr);
  all_.free_.push_back(this);
  if (client != nullptr) client->on_outcome(ending, now);
}

}  // namespace stampede::experiment
