// Merging of raw counts, and the check that none was lost.
#include "simulator/measure/tally.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>

#include "simulator/measure/internal_error.h"

namespace stampede::measure {
namespace {

void merge_into(RequestTally& into, const RequestTally& other) {
  into.arrived += other.arrived;
  into.fresh += other.fresh;
  into.stale += other.stale;
  into.empty += other.empty;
  for (std::size_t kind = 0; kind < kErrorKinds; ++kind) {
    into.errors[kind] += other.errors[kind];
  }
  into.unanswered += other.unanswered;
  into.good += other.good;
  into.hits += other.hits;
  into.outdated += other.outdated;
  into.foreign += other.foreign;
  into.undecodable += other.undecodable;
  into.regressions += other.regressions;
  into.version_lag_max = std::max(into.version_lag_max, other.version_lag_max);
  into.latency.merge(other.latency);
  into.service.merge(other.service);
  into.generator_lag.merge(other.generator_lag);
  into.queue_wait.merge(other.queue_wait);
  into.stale_by.merge(other.stale_by);
  into.outdated_by.merge(other.outdated_by);
}

void merge_into(ComputationTally& into, const ComputationTally& other) {
  into.in_callers += other.in_callers;
  into.in_background += other.in_background;
  into.failed += other.failed;
  into.redundant += other.redundant;
  into.succeeded += other.succeeded;
  into.served += other.served;
  into.peak = std::max(into.peak, other.peak);
  into.rate_window_peak = std::max(into.rate_window_peak, other.rate_window_peak);
  into.episodes += other.episodes;
  into.episode_computations += other.episode_computations;
  into.episode_max = std::max(into.episode_max, other.episode_max);
  into.queue_wait.merge(other.queue_wait);
}

void merge_into(InvalidationTally& into, const InvalidationTally& other) {
  // With one part unknown the sum is unknown, unless that part had none to lose.
  const bool known = (into.lost || into.total == 0) && (other.lost || other.total == 0);
  const std::uint64_t lost = into.lost.value_or(0) + other.lost.value_or(0);
  into.total += other.total;
  into.lost = known ? std::optional(lost) : std::nullopt;
}

void merge_into(EndpointTally& into, const EndpointTally& other) {
  into.name = other.name;
  into.requests += other.requests;
  into.answered += other.answered;
  into.failed += other.failed;
  into.latency.merge(other.latency);
}

void merge_into(ClientTally& into, const ClientTally& other) {
  into.calls += other.calls;
  into.retries += other.retries;
  into.failed += other.failed;
  into.latency.merge(other.latency);
}

void merge_into(OwnWritesTally& into, const OwnWritesTally& other) {
  into.read += other.read;
  into.missed += other.missed;
}

void merge_into(std::uint64_t& into, std::uint64_t other) { into += other; }

template <typename Part>
void merge_parts(std::optional<Part>& into, const std::optional<Part>& other) {
  if (!other) return;
  if (!into) into.emplace();
  merge_into(*into, *other);
}

void merge_into(OccupancyTally& into, const OccupancyTally& other) {
  into.workers_busy_ns += other.workers_busy_ns;
  into.workers_waiting_ns += other.workers_waiting_ns;
  into.workers_available_ns += other.workers_available_ns;
  into.origin_busy_ns += other.origin_busy_ns;
  into.origin_available_ns += other.origin_available_ns;
}

}  // namespace

std::uint64_t RequestTally::outcomes() const {
  return fresh + stale + empty + std::accumulate(errors.begin(), errors.end(), std::uint64_t{0}) + unanswered;
}

void Tally::merge(const Tally& other) {
  merge_into(requests, other.requests);
  merge_into(computations, other.computations);
  merge_into(invalidations, other.invalidations);
  merge_into(occupancy, other.occupancy);
  redis += other.redis;
  background.enqueued += other.background.enqueued;
  background.left += other.background.left;
  rows.reads += other.rows.reads;
  rows.writes += other.rows.writes;
  endpoints.resize(std::max(endpoints.size(), other.endpoints.size()));
  for (std::size_t i = 0; i < other.endpoints.size(); ++i) merge_into(endpoints[i], other.endpoints[i]);
  merge_parts(clients, other.clients);
  merge_parts(own_writes, other.own_writes);
  merge_parts(page_reads, other.page_reads);
  goodput_time_ns = std::max(goodput_time_ns, other.goodput_time_ns);  // at the same time, not one after the other
  for (std::size_t event = 0; event < kEvents; ++event) {
    events[event] += other.events[event];
  }
}

void check_accounting(const Tally& tally) {
  const RequestTally& requests = tally.requests;
  if (requests.arrived != requests.outcomes()) {
    throw InternalError(fmt::format(
        "accounting: {} requests arrived, but {} have an outcome: {} fresh, {} stale, {} empty, errors by kind "
        "(cold_cache, timeout, origin, redis, rejected, strategy, node) {}, {} unanswered",
        requests.arrived, requests.outcomes(), requests.fresh, requests.stale, requests.empty,
        fmt::join(requests.errors, " "), requests.unanswered));
  }
  for (const EndpointTally& endpoint : tally.endpoints) {
    if (endpoint.requests == endpoint.answered + endpoint.failed) continue;
    throw InternalError(
        fmt::format("accounting: {} requests arrived at endpoint {}, but {} were answered and {} failed",
                    endpoint.requests, endpoint.name, endpoint.answered, endpoint.failed));
  }
  if (tally.clients && requests.arrived != tally.clients->calls + tally.clients->retries) {
    throw InternalError(fmt::format("accounting: {} requests arrived, but clients made {} calls and {} retries",
                                    requests.arrived, tally.clients->calls, tally.clients->retries));
  }
  const ComputationTally& computations = tally.computations;
  if (computations.served > computations.succeeded) {
    throw InternalError(fmt::format("accounting: values of {} computations were served, but only {} succeeded",
                                    computations.served, computations.succeeded));
  }
}

}  // namespace stampede::measure
