// Judging and counting of requests.
#include "simulator/measure/request_recorder.h"

#include <fmt/format.h>

#include <algorithm>

#include "simulator/measure/internal_error.h"

namespace stampede::measure {

RequestRecorder::RequestRecorder(const RecorderSettings& settings, const Truth& truth)
    : settings_(settings), truth_(truth), newest_answered_(settings.nodes) {}

void Judgement::merge(const Judgement& other) {
  good = good && other.good;
  hit = hit && other.hit;
  if (other.outcome > outcome) {
    outcome = other.outcome;
    error = other.error;
  }
  stale_by = std::max(stale_by, other.stale_by);
  outdated_by = std::max(outdated_by, other.outdated_by);
  version_lag = std::max(version_lag, other.version_lag);
  regressions += other.regressions;
  foreign = foreign || other.foreign;
  undecodable = undecodable || other.undecodable;
}

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

Judged RequestRecorder::judge(const RequestFacts& facts, const Answer& answer, TimePoint now) {
  Judged judged = judge_content(facts, answer, now);
  if (judged.stamp && !judged.judgement.foreign) judge_version(facts, *judged.stamp, now, judged.judgement);
  return judged;
}

void RequestRecorder::answered(const RequestFacts& facts, const Judgement& judgement, TimePoint now) {
  if (!measured(facts)) {
    return;
  }
  count_outcome(judgement);
  record_times(facts, now);
  tally_.foreign += judgement.foreign ? 1 : 0;
  tally_.undecodable += judgement.undecodable ? 1 : 0;
  tally_.good += judgement.good ? 1 : 0;
  tally_.hits += judgement.hit ? 1 : 0;
  tally_.regressions += judgement.regressions;
  if (judgement.stale_by && judgement.outcome == Outcome::stale) {
    tally_.stale_by.record(*judgement.stale_by);
  }
  if (judgement.outdated_by && judgement.outcome != Outcome::error) {
    ++tally_.outdated;
    tally_.version_lag_max = std::max(tally_.version_lag_max, judgement.version_lag);
    tally_.outdated_by.record(*judgement.outdated_by);
  }
}

void RequestRecorder::failed(const RequestFacts& facts, ErrorKind kind, TimePoint at) {
  if (measured(facts)) {
    ++tally_.errors[static_cast<std::size_t>(kind)];
    record_times(facts, at);
    // Whom no node would take was in no queue either.
    const bool never_queued = kind == ErrorKind::rejected || (kind == ErrorKind::node && at == facts.sent);
    if (!never_queued) record_wait_without_end(facts, at);
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

Judged RequestRecorder::judge_content(const RequestFacts& facts, const Answer& answer, TimePoint now) const {
  Judged judged;
  Judgement& judgement = judged.judgement;
  if (answer.is_error()) {
    judgement.outcome = Outcome::error;
    judgement.error = answer.error().kind;
    return judged;
  }
  if (answer.is_empty()) {
    judgement.outcome = Outcome::empty;
    return judged;
  }
  judged.stamp = decode(answer.value().bytes);
  if (!judged.stamp) {
    judgement.outcome = Outcome::error;
    judgement.undecodable = true;
    return judged;
  }
  const Duration beyond = now - judged.stamp->generated - settings_.fresh_for;
  if (beyond > settings_.tolerance) {
    judgement.outcome = Outcome::stale;
    judgement.stale_by = beyond;
  }
  judgement.foreign = judged.stamp->key != settings_.key_names[facts.key];
  judgement.good = !judgement.foreign && settings_.good_within && now - facts.intended <= *settings_.good_within;
  judgement.hit = !judgement.foreign && judged.stamp->generated <= facts.intended;
  return judged;
}

void RequestRecorder::judge_version(const RequestFacts& facts, const ValueStamp& stamp, TimePoint now,
                                    Judgement& judgement) {
  judgement.regressions = is_regression(facts, stamp.version) ? 1 : 0;
  judgement.version_lag = truth_.newer_commits_before(facts.key, stamp.version, facts.intended);
  if (judgement.version_lag > 0) judgement.outdated_by = now - *truth_.first_newer_commit(facts.key, stamp.version);
}

void RequestRecorder::count_outcome(const Judgement& judgement) {
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
    case Outcome::error:
      ++tally_.errors[static_cast<std::size_t>(judgement.error)];
      break;
  }
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
