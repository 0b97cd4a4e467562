// Distribution of events to those that count them, and the result.
#include "simulator/measure/recorder.h"

#include <algorithm>
#include <utility>

#include "simulator/measure/internal_error.h"
#include "simulator/measure/run_observer.h"

namespace stampede::measure {
namespace {

// Apart from each other and from every Outcome.
constexpr std::uint64_t kLoggedErrors = 64;
constexpr std::uint64_t kLoggedUnanswered = 128;
constexpr std::uint64_t kLoggedWork = 129;

RedisUsage difference(const RedisUsage& later, const RedisUsage& earlier) {
  return RedisUsage{later.commands - earlier.commands, later.bytes_sent - earlier.bytes_sent,
                    later.bytes_received - earlier.bytes_received, later.errors - earlier.errors};
}

RecorderSettings checked(RecorderSettings settings) {
  if (settings.series_step <= Duration{} || settings.nodes == 0 || settings.key_names.empty()) {
    throw InternalError("the recorder needs a series step above zero, a node and a key");
  }
  return settings;
}

}  // namespace

Recorder::Recorder(RecorderSettings settings, const Truth& truth)
    : settings_(checked(std::move(settings))),
      requests_(settings_, truth),
      bystanders_(settings_),
      clients_(settings_),
      computations_(settings_),
      series_(settings_),
      hits_(settings_),
      workers_(settings_.measure_from),
      last_outcome_(settings_.measure_from) {}

bool Recorder::measuring(TimePoint now) {
  latest_ = std::max(latest_, now);
  return now >= settings_.measure_from;
}

void Recorder::log(const RequestFacts& facts, std::uint64_t outcome, TimePoint at) {
  log_.add(facts.endpoint == 0 ? facts.key : ~std::uint64_t{facts.endpoint});
  log_.add(facts.node);
  log_.add(static_cast<std::uint64_t>(facts.intended.time_since_epoch().count()));
  log_.add(outcome);
  log_.add(static_cast<std::uint64_t>(at.time_since_epoch().count()));
}

void Recorder::arrived(const RequestFacts& facts) {
  measuring(facts.sent);
  if (facts.endpoint != 0) return bystanders_.arrived(facts);
  if (observer_ != nullptr) observer_->arrived(facts);
  requests_.arrived(facts);
  clients_.arrived(facts);
  if (requests_.measured(facts)) {
    series_.arrived(facts.intended, facts.sent);
    hits_.due(facts.intended);
  }
}

void Recorder::started(const RequestFacts& facts) {
  if (facts.endpoint != 0) return bystanders_.started(facts);
  if (observer_ != nullptr) observer_->started(facts);
  requests_.started(facts);
}

void Recorder::worked(const RequestFacts& facts, TimePoint now) {
  bystanders_.answered(facts, now);
  log(facts, kLoggedWork, now);
  ended(facts, now);
}

std::optional<ErrorKind> Recorder::answered(const RequestFacts& facts, const Answer& answer, TimePoint now) {
  const Judged judged = requests_.judge(facts, answer, now);
  const auto& [judgement, stamp] = judged;
  if (observer_ != nullptr) observer_->answered(facts, answer, judged, now);
  log(facts, static_cast<std::uint64_t>(judgement.outcome) + (stamp ? stamp->version << 8U : 0), now);
  if (stamp) {
    computations_.delivered(facts.key, stamp->computation, judgement.foreign);
    if (!judgement.foreign) clients_.answered(facts, stamp->version);
  }
  return count(facts, judgement, now);
}

void Recorder::page_read(const RequestFacts& facts, const Answer& answer, TimePoint now, PageReading& page) {
  const Judged judged = requests_.judge(facts, answer, now);
  const auto& [judgement, stamp] = judged;
  if (observer_ != nullptr) observer_->answered(facts, answer, judged, now);
  log(facts, static_cast<std::uint64_t>(judgement.outcome) + (stamp ? stamp->version << 8U : 0), now);
  if (stamp) page.served.push_back({facts.key, stamp->computation, judgement.foreign});
  page.worst.merge(judgement);
  ++page.reads;
}

std::optional<ErrorKind> Recorder::page_answered(const RequestFacts& facts, const PageReading& page, TimePoint now) {
  for (const PageReading::Served& served : page.served) {
    computations_.delivered(served.key, served.computation, served.foreign);
  }
  if (requests_.measured(facts)) page_reads_ += page.reads;
  return count(facts, page.worst, now);
}

std::optional<ErrorKind> Recorder::count(const RequestFacts& facts, const Judgement& judgement, TimePoint now) {
  requests_.answered(facts, judgement, now);
  ended(facts, now);
  if (requests_.measured(facts)) {
    series_.ended(judgement.outcome, now - facts.intended, now);
    series_.judged(facts.intended, judgement.hit, judgement.good, now);
    const bool valued =
        settings_.good_within ? judgement.good : judgement.outcome <= Outcome::stale && !judgement.foreign;
    hits_.answered(facts.intended, valued, judgement.hit);
  }
  return judgement.outcome == Outcome::error ? std::optional(judgement.error) : std::nullopt;
}

void Recorder::rejected(const RequestFacts& facts, TimePoint now) { failed(facts, ErrorKind::rejected, now); }

void Recorder::lost(const RequestFacts& facts, TimePoint now) { failed(facts, ErrorKind::node, now); }

void Recorder::gave_up(const RequestFacts& facts, TimePoint at) { failed(facts, ErrorKind::timeout, at); }

void Recorder::failed(const RequestFacts& facts, ErrorKind kind, TimePoint at) {
  log(facts, kLoggedErrors + static_cast<std::uint64_t>(kind), at);
  ended(facts, at);
  if (facts.endpoint != 0) return bystanders_.failed(facts, at, kind != ErrorKind::rejected);
  if (observer_ != nullptr) observer_->failed(facts, kind, at);
  requests_.failed(facts, kind, at);
  if (requests_.measured(facts)) {
    series_.ended(Outcome::error, at - facts.intended, at);
  }
}

void Recorder::unanswered(const RequestFacts& facts, TimePoint at) {
  log(facts, kLoggedUnanswered, at);
  ended(facts, at);
  if (facts.endpoint != 0) return bystanders_.failed(facts, at);
  if (observer_ != nullptr) observer_->failed(facts, std::nullopt, at);
  requests_.unanswered(facts, at);
}

// Takes note of the busy time so far, since every outcome may be the last.
void Recorder::ended(const RequestFacts& facts, TimePoint at) {
  measuring(at);
  if (requests_.measured(facts)) {
    last_outcome_ = latest_;
    workers_busy_ns_at_last_outcome_ = workers_.nanoseconds_until(latest_);
    origin_busy_ns_at_last_outcome_ = computations_.busy_nanoseconds_until(latest_);
  }
}

void Recorder::worker_busy(TimePoint now) {
  measuring(now);
  workers_.change(+1, now);
  series_.workers(+1, now);
}

void Recorder::worker_idle(TimePoint now) {
  measuring(now);
  workers_.change(-1, now);
  series_.workers(-1, now);
}

void Recorder::worker_waited(Duration waited, TimePoint now) {
  if (measuring(now)) {
    waited_ns_ += static_cast<double>(waited.count());
  }
}

ComputationId Recorder::computation_started(std::uint64_t key, bool background, TimePoint now, std::uint64_t group) {
  measuring(now);
  const ComputationId id = computations_.started(key, background, now);
  if (observer_ != nullptr) observer_->computation_began(id, key, group, now);
  hits_.demanded(now);
  series_.computations_under_way(computations_.under_way(), now);
  return id;
}

ComputationId Recorder::computation_in_time(std::uint64_t key, TimePoint now) {
  measuring(now);
  const ComputationId id = computations_.in_time(key, now);
  hits_.demanded(now);
  series_.computations_under_way(computations_.under_way(), now);
  return id;
}

void Recorder::computation_admitted(ComputationId id, std::optional<Duration> queue_wait, TimePoint now) {
  measuring(now);
  computations_.admitted(id, queue_wait, now);
}

void Recorder::computation_held_up(ComputationId id, Duration by) { computations_.held_up(id, by); }

void Recorder::computation_finished(ComputationId id, bool ok, TimePoint now) {
  measuring(now);
  log_.add(static_cast<std::uint64_t>(now.time_since_epoch().count()) * 2 + (ok ? 1U : 0U));
  computations_.finished(id, ok, now);
  if (observer_ != nullptr) observer_->computation_ended(id, ok, now);
  series_.computations_under_way(computations_.under_way(), now);
}

void Recorder::count(Event event) {
  if (measuring(latest_)) {
    ++events_[static_cast<std::size_t>(event)];
  }
}

void Recorder::redis_usage(const RedisUsage& totals, TimePoint now) {
  measuring(now);
  if (now <= settings_.measure_from) {
    redis_baseline_ = totals;
  } else {
    series_.redis_commands(totals.commands - redis_latest_.commands, now);
  }
  redis_latest_ = totals;
}

void Recorder::row_read(TimePoint now) {
  if (measuring(now)) ++rows_.reads;
}

void Recorder::row_written(TimePoint now) {
  if (measuring(now)) ++rows_.writes;
}

void Recorder::background_tasks(std::uint64_t enqueued, std::uint64_t left) { background_ = {enqueued, left}; }

void Recorder::invalidation(std::uint64_t key, std::uint64_t version, TimePoint now) {
  if (observer_ != nullptr) observer_->invalidated(key, version, now);
  invalidations_.invalidated(key, version, measuring(now));
}

void Recorder::probe_result(std::uint64_t key, const Answer& answer) {
  const auto stamp = answer.has_value() ? decode(answer.value().bytes) : std::nullopt;
  if (stamp && stamp->key == settings_.key_names.at(key)) {
    probe_result(key, stamp->version);
  } else {
    if (observer_ != nullptr) observer_->probed(key, std::nullopt);
    invalidations_.probed_without_value();
  }
}

void Recorder::probe_result(std::uint64_t key, std::uint64_t version_answered) {
  if (observer_ != nullptr) observer_->probed(key, version_answered);
  invalidations_.probed(key, version_answered);
}

OccupancyTally Recorder::occupancy() const {
  const auto window_ns = static_cast<double>((last_outcome_ - settings_.measure_from).count());
  OccupancyTally occupancy;
  occupancy.workers_busy_ns = workers_busy_ns_at_last_outcome_;
  // Waits that began before the window or were reported after it must not exceed the time they are a share of.
  occupancy.workers_waiting_ns = std::min(waited_ns_, occupancy.workers_busy_ns);
  occupancy.workers_available_ns = window_ns * static_cast<double>(settings_.workers_total);
  occupancy.origin_busy_ns = origin_busy_ns_at_last_outcome_;
  occupancy.origin_available_ns = window_ns * static_cast<double>(settings_.origin_capacity.value_or(0));
  return occupancy;
}

Measurements Recorder::finish(TimePoint end) {
  if (std::exchange(finished_, true)) {
    throw InternalError("the recorder was finished twice");
  }
  Measurements measurements;
  Tally& tally = measurements.tally;
  tally.requests = requests_.tally();
  tally.computations = computations_.finish();
  tally.invalidations = invalidations_.finish();
  tally.occupancy = occupancy();
  tally.redis = difference(redis_latest_, redis_baseline_);
  tally.background = background_;
  tally.rows = rows_;
  bystanders_.fill(tally);
  clients_.fill(tally);
  if (settings_.reads_pages) tally.page_reads = page_reads_;
  tally.events = events_;
  if (settings_.good_within) tally.goodput_time_ns = static_cast<double>(settings_.load_length.count());
  check_accounting(tally);
  measurements.metrics = metrics_of(tally);
  measurements.series = series_.finish(end);
  measurements.hits = hits_.take();
  // Each is large: no further copy on the way.
  measurements.histograms["latency_ms"] = tally.requests.latency;
  measurements.histograms["service_ms"] = tally.requests.service;
  measurements.histograms["generator_lag_ms"] = tally.requests.generator_lag;
  measurements.histograms["workers.queue_ms"] = tally.requests.queue_wait;
  measurements.histograms["origin.queue_ms"] = tally.computations.queue_wait;
  measurements.histograms["stale_by_s"] = tally.requests.stale_by;
  measurements.histograms["outdated_by_s"] = tally.requests.outdated_by;
  return measurements;
}

}  // namespace stampede::measure
