// Judging and counting of requests.
#include "simulator/measure/request_recorder.h"

#include <fmt/format.h>

#include <algorithm>

#include "simulator/measure/internal_error.h"

namespace stampede::measure {

RequestRecorder::RequestRecorder(const RecorderSettings& settings, const Truth& truth)
    : settings_(settings), truth_(truth), newest_answered_(settings.nodes) {}

void RequestRecorder::arrived(const RequestFacts& facts) {
  if (facts.key >= settings_.key_names.size() || facts.node >= settings_.nodes) {
    throw InternalError(fmt::format("a request for key {} of {} on node {} of {}", facts.key,
                                    settings_.key_names.size(), facts.node, settings_.nodes));
  }
  if (measured(facts)) {
    ++tally_.arrived;
    tally_.generator_lag.record(facts.sent - facts.intended);
  }
}

void RequestRecorder::started(const RequestFacts& facts) {
  if (measured(facts) && facts.started) {
    tally_.queue_wait.record(*facts.started - facts.sent);
  }
}

Judgement RequestRecorder::answered(const RequestFacts& facts, const Answer& answer, TimePoint now) {
  const Judgement judgement = judge(facts, answer, now);
  const bool regression = judgement.stamp && !judgement.foreign && is_regression(facts, judgement.stamp->version);
  if (!measured(facts)) {
    return judgement;
  }
  count(judgement, answer);
  record_times(facts, now);
  tally_.regressions += regression ? 1 : 0;
  if (judgement.stamp && judgement.outcome == Outcome::stale) {
    tally_.stale_by.record(now - judgement.stamp->generated - settings_.fresh_for);
  }
  if (judgement.stamp && !judgement.foreign) {
    count_version(facts, *judgement.stamp, now);
  }
  return judgement;
}

void RequestRecorder::failed(const RequestFacts& facts, ErrorKind kind, TimePoint at) {
  if (measured(facts)) {
    ++tally_.errors[static_cast<std::size_t>(kind)];
    record_times(facts, at);
    if (kind != ErrorKind::rejected) record_wait_without_end(facts, at);
  }
}

void RequestRecorder::unanswered(const RequestFacts& facts, TimePoint at) {
  if (measured(facts)) {
    ++tally_.unanswered;
    // At least that long: to leave the worst out would make them the cheapest.
    record_times(facts, at);
    record_wait_without_end(facts, at);
  }
}

// Whoever gave up in the queue has waited, too.
void RequestRecorder::record_wait_without_end(const RequestFacts& facts, TimePoint at) {
  if (!facts.started) {
    tally_.queue_wait.record(at - facts.sent);
  }
}

Judgement RequestRecorder::judge(const RequestFacts& facts, const Answer& answer, TimePoint now) const {
  if (answer.is_error()) {
    return {.outcome = Outcome::error, .stamp = std::nullopt};
  }
  if (answer.is_empty()) {
    return {.outcome = Outcome::empty, .stamp = std::nullopt};
  }
  const std::optional<ValueStamp> stamp = decode(answer.value().bytes);
  if (!stamp) {
    return {.outcome = Outcome::error, .stamp = std::nullopt};
  }
  const bool stale = now - stamp->generated > settings_.fresh_for + settings_.tolerance;
  const bool foreign = stamp->key != settings_.key_names[facts.key];
  return {.outcome = stale ? Outcome::stale : Outcome::fresh,
          .stamp = stamp,
          .foreign = foreign,
          .good = !foreign && settings_.good_within && now - facts.intended <= *settings_.good_within,
          .hit = !foreign && stamp->generated <= facts.intended};
}

void RequestRecorder::count(const Judgement& judgement, const Answer& answer) {
  switch (judgement.outcome) {
    case Outcome::fresh:
      ++tally_.fresh;
      break;
    case Outcome::stale:
      ++tally_.stale;
      break;
    case Outcome::empty:
      ++tally_.empty;
      break;
    case Outcome::error: {
      const ErrorKind kind = answer.is_error() ? answer.error().kind : ErrorKind::strategy;
      ++tally_.errors[static_cast<std::size_t>(kind)];
      tally_.undecodable += answer.has_value() ? 1 : 0;
      break;
    }
  }
  tally_.foreign += judgement.foreign ? 1 : 0;
  tally_.good += judgement.good ? 1 : 0;
  tally_.hits += judgement.hit ? 1 : 0;
}

void RequestRecorder::count_version(const RequestFacts& facts, const ValueStamp& stamp, TimePoint now) {
  const std::uint64_t lag = truth_.newer_commits_before(facts.key, stamp.version, facts.intended);
  if (lag == 0) {
    return;
  }
  ++tally_.outdated;
  tally_.version_lag_max = std::max(tally_.version_lag_max, lag);
  tally_.outdated_by.record(now - *truth_.first_newer_commit(facts.key, stamp.version));
}

bool RequestRecorder::is_regression(const RequestFacts& facts, std::uint64_t version) {
  auto& newest = newest_answered_[facts.node];
  if (version > 1) {
    std::uint64_t& known = newest[facts.key];
    const bool older = version < known;
    known = std::max(known, version);
    return older;
  }
  return !newest.empty() && newest.contains(facts.key);
}

void RequestRecorder::record_times(const RequestFacts& facts, TimePoint end) {
  tally_.latency.record(end - facts.intended);
  if (facts.started) {
    tally_.service.record(end - *facts.started);
  }
}

}  // namespace stampede::measure
