// The table of all metrics.
#include "simulator/measure/metric_registry.h"

#include <algorithm>

namespace stampede::measure {
namespace {

constexpr auto kLower = Better::lower;
constexpr auto kHigher = Better::higher;
constexpr auto kNeither = Better::neither;
constexpr auto kCount = MetricKind::count;
constexpr auto kReal = MetricKind::real;

constexpr MetricInfo kMetrics[] = {
    {"requests", "requests", kNeither, kCount,
     "Requests that arrived; always the sum of answers.fresh, .stale and .empty and of all errors."},

    {"answers.fresh", "answers", kHigher, kCount, "Answers whose value was within its freshness lifetime."},
    {"answers.stale", "answers", kLower, kCount,
     "Answers whose value was older than its freshness lifetime by more than the scenario's tolerance."},
    {"answers.empty", "answers", kLower, kCount, "Requests that were answered without a value."},
    {"answers.outdated", "answers", kLower, kCount,
     "Answers with a version that had been superseded before their request was due."},
    {"answers.foreign", "answers", kLower, kCount, "Answers that carried the value of another key."},
    {"answers.undecodable", "answers", kLower, kCount,
     "Answers whose bytes no computation produced; they count as errors.strategy."},
    {"version_lag.max", "versions", kLower, kCount,
     "The most versions by which an answer was behind when its request was due."},

    {"goodput_per_s", "1/s", kHigher, kReal,
     "Answers with a value of their own key within goodput_within (the client's timeout, if the scenario does not "
     "say), "
     "per second of the measured load; absent without either, or if all requests come at one moment."},
    {"hit_ratio", "share", kHigher, kReal,
     "Share of the requests answered with a value of their own key that had been computed before they were due: "
     "whoever "
     "waits for a computation, their own or somebody else's, counts as a miss."},

    {"recovered", "0 or 1", kHigher, kCount,
     "1: after the last fault the run came back to the hits and values of a twin without faults, and stayed there "
     "until "
     "the load ended; 0: it never did; absent unless the scenario has \"recovery\"."},
    {"recovery_s", "s", kLower, kReal,
     "Time from the end of the last fault until the shares of hits and of values in every later window are at most "
     "recovery.within below the twin's; absent if it never came back: see recovered."},
    {"recomputations.amplification", "ratio", kLower, kReal,
     "Computations demanded from the beginning of the first fault to the end of the load, per computation that the "
     "twin "
     "without faults demanded then; absent unless the scenario has \"recovery\"."},

    {"errors.cold_cache", "requests", kLower, kCount,
     "Requests refused because nothing was cached and the strategy would neither wait nor compute."},
    {"errors.timeout", "requests", kLower, kCount,
     "Requests that ran into a deadline, the client's or one of the strategy."},
    {"errors.origin", "requests", kLower, kCount, "Requests that failed because the computation failed."},
    {"errors.redis", "requests", kLower, kCount, "Requests that failed because Redis failed or was too slow."},
    {"errors.rejected", "requests", kLower, kCount, "Requests that were not admitted because a queue was full."},
    {"errors.strategy", "requests", kLower, kCount, "Requests that the strategy gave up for any other reason."},
    {"errors.node", "requests", kLower, kCount,
     "Requests that were lost with the process of their node, or found no node that would take them."},
    {"errors.unanswered", "requests", kLower, kCount,
     "Requests that were still open at the drain limit; in the latencies they count with their age then."},

    {"latency_ms.mean", "ms", kLower, kReal, "Mean time from when a request was due to its answer or failure."},
    {"latency_ms.p50", "ms", kLower, kReal, "Median time from when a request was due to its answer or failure."},
    {"latency_ms.p90", "ms", kLower, kReal, "90 % of the requests were answered or failed within this time."},
    {"latency_ms.p99", "ms", kLower, kReal, "99 % of the requests were answered or failed within this time."},
    {"latency_ms.p99_9", "ms", kLower, kReal, "99.9 % of the requests were answered or failed within this time."},
    {"latency_ms.max", "ms", kLower, kReal, "The longest time from when a request was due to its answer or failure."},

    {"service_ms.mean", "ms", kLower, kReal,
     "Mean time from when a worker took the request to its end; uncorrected: it hides all waiting before that."},
    {"service_ms.p50", "ms", kLower, kReal,
     "Median time from when a worker took the request to its end; uncorrected: it hides all waiting before that."},
    {"service_ms.p90", "ms", kLower, kReal,
     "90 % of the requests ended within this time of being taken by a worker; uncorrected."},
    {"service_ms.p99", "ms", kLower, kReal,
     "99 % of the requests ended within this time of being taken by a worker; uncorrected."},
    {"service_ms.p99_9", "ms", kLower, kReal,
     "99.9 % of the requests ended within this time of being taken by a worker; uncorrected."},
    {"service_ms.max", "ms", kLower, kReal, "The longest time for which a request was with a worker; uncorrected."},

    {"generator_lag_ms.p99", "ms", kLower, kReal,
     "99 % of the requests, those to further endpoints included, were sent at most this late."},
    {"generator_lag_ms.max", "ms", kLower, kReal,
     "The latest that a request, to whichever endpoint, was sent after it was due."},

    {"clients.calls", "calls", kNeither, kCount,
     "What clients that try again asked for, however often; requests are always clients.calls + clients.retries."},
    {"clients.retries", "requests", kLower, kCount, "Requests by which clients tried again."},
    {"clients.failed", "calls", kLower, kCount, "Calls of clients whose last attempt failed, too."},
    {"clients.latency_ms.p50", "ms", kLower, kReal,
     "Median time from when a call's first attempt was due until it was answered or failed for good."},
    {"clients.latency_ms.p99", "ms", kLower, kReal,
     "99 % of the calls were answered or failed for good within this time of when their first attempt was due."},
    {"clients.latency_ms.max", "ms", kLower, kReal,
     "The longest time from when a call's first attempt was due until it was answered or failed for good."},

    {"own_writes.read", "answers", kNeither, kCount,
     "Answers with a value to clients who read back what they had written."},
    {"own_writes.missed", "answers", kLower, kCount,
     "Answers to such clients with a version older than the one that they had written."},

    {"pages.reads", "keys", kNeither, kCount,
     "Keys that answered requests for pages have read; a request for a page counts by the worst of them."},

    {"bystanders.requests", "requests", kNeither, kCount,
     "Requests to the scenario's further endpoints, which share the workers; always bystanders.answered + .failed."},
    {"bystanders.answered", "requests", kHigher, kCount, "Requests to further endpoints that were answered."},
    {"bystanders.failed", "requests", kLower, kCount,
     "Requests to further endpoints that timed out, were not admitted, or were open at the drain limit."},
    {"bystanders.latency_ms.p50", "ms", kLower, kReal,
     "Median time from when a request to a further endpoint was due to its answer or failure."},
    {"bystanders.latency_ms.p99", "ms", kLower, kReal,
     "99 % of the requests to further endpoints were answered or failed within this time."},
    {"bystanders.latency_ms.max", "ms", kLower, kReal,
     "The longest time from when a request to a further endpoint was due to its answer or failure."},

    {"recomputations.total", "computations", kLower, kCount, "Computations demanded of the origin."},
    {"recomputations.inline", "computations", kLower, kCount, "Computations that a request itself waited for."},
    {"recomputations.background", "computations", kLower, kCount,
     "Computations that background workers ran, and those of the bound."},
    {"recomputations.failed", "computations", kLower, kCount,
     "Computations that ended in an error, or were stopped with the request or process that waited for them."},
    {"recomputations.redundant", "computations", kLower, kCount,
     "Computations started while another of the same key was under way; none of the bound, which needs each."},
    {"recomputations.peak", "computations", kLower, kCount, "The most computations under way at once, over all keys."},
    {"recomputations.stampede_mean", "computations", kLower, kReal,
     "Mean number of computations of a key from the first one until its result was visible."},
    {"recomputations.stampede_max", "computations", kLower, kCount,
     "The most computations of a key from the first one until its result was visible."},
    {"recomputations.unused", "computations", kLower, kCount,
     "Computations that succeeded, and whose value no waiting client ever got."},

    {"stale_by_s.mean", "s", kLower, kReal, "Mean age beyond the freshness lifetime, over stale answers."},
    {"stale_by_s.p99", "s", kLower, kReal, "99 % of the stale answers were at most this far beyond their lifetime."},
    {"stale_by_s.max", "s", kLower, kReal, "The furthest that a stale answer was beyond its freshness lifetime."},
    {"outdated_by_s.mean", "s", kLower, kReal,
     "Mean time since the first newer version was committed, over outdated answers."},
    {"outdated_by_s.p99", "s", kLower, kReal,
     "For 99 % of the outdated answers the first newer version was committed at most this long before."},
    {"outdated_by_s.max", "s", kLower, kReal,
     "The longest that a newer version had been committed when an outdated answer was given."},

    {"invalidations.total", "invalidations", kNeither, kCount,
     "Invalidations that the application sent, its deletions and values that it set included."},
    {"invalidations.lost", "invalidations", kLower, kCount,
     "Invalidations after which some node still answers the older version when everything has come to rest."},
    {"versions.regressions", "answers", kLower, kCount,
     "Answers with an older version than the same node had answered for the key before."},

    {"workers.busy_share", "share", kLower, kReal,
     "Share of all workers' time in which they held a request, to whichever endpoint."},
    {"workers.waiting_share", "share", kLower, kReal,
     "Share of the busy workers' time in which they waited for somebody else's computation."},
    {"workers.queue_ms.p99", "ms", kLower, kReal,
     "99 % of the requests, to whichever endpoint, waited at most this long for a worker."},
    {"workers.queue_ms.max", "ms", kLower, kReal,
     "The longest that a request, to whichever endpoint, waited for a worker."},

    {"origin.busy_share", "share", kLower, kReal,
     "Share of the origin's capacity that was in use; all of it while more computations than it carries slow down "
     "together."},
    {"origin.queue_ms.p99", "ms", kLower, kReal,
     "99 % of the computations waited at most this long for the origin, or were held up by others that shared it."},
    {"origin.queue_ms.max", "ms", kLower, kReal,
     "The longest that a computation waited for the origin, or was held up by others that shared it."},
    {"origin.rate_peak", "1/s", kLower, kReal, "The most computations demanded in any 100 ms, per second."},

    {"redis.commands", "commands", kLower, kCount,
     "Commands to Redis by requests, writes and background workers, also those that failed for want of a connection."},
    {"redis.commands_per_request", "commands", kLower, kReal,
     "Commands to Redis, whoever sent them, per request that arrived."},
    {"redis.bytes_per_request", "bytes", kLower, kReal, "Bytes sent to and received from Redis per request."},
    {"redis.errors", "commands", kLower, kCount, "Commands without a reply, or with an error as the reply."},

    {"rows.reads", "statements", kLower, kCount,
     "Reads of rows in the application's database, by a strategy that keeps its state there."},
    {"rows.writes", "statements", kLower, kCount,
     "Updates of rows in the application's database by such a strategy, also those that matched no row."},
    {"rows.statements_per_request", "statements", kLower, kReal,
     "Reads and updates of such rows, whoever sent them, per request that arrived."},

    {"background.enqueued", "tasks", kNeither, kCount, "Tasks put on the background queue."},
    {"background.left", "tasks", kLower, kCount,
     "Tasks that no background worker had taken when the counting stopped."},

    {"local.hits", "events", kHigher, kCount, "Answers that local memory gave."},
    {"local.evictions", "events", kLower, kCount, "Entries that local memory dropped for lack of space."},
    {"events.hit_callback", "events", kNeither, kCount, "Times the strategy called the application's hit callback."},
    {"events.miss_callback", "events", kNeither, kCount, "Times the strategy called the application's miss callback."},
};

}  // namespace

std::span<const MetricInfo> all_metrics() { return kMetrics; }

const MetricInfo* find_metric(std::string_view name) {
  const auto* found = std::find_if(std::begin(kMetrics), std::end(kMetrics),
                                   [name](const MetricInfo& info) { return info.name == name; });
  return found == std::end(kMetrics) ? nullptr : found;
}

std::string_view to_text(Better better) {
  switch (better) {
    case Better::lower:
      return "lower";
    case Better::higher:
      return "higher";
    case Better::neither:
      break;
  }
  return "neither";
}

std::string_view to_text(MetricKind kind) { return kind == MetricKind::count ? "count" : "real"; }

}  // namespace stampede::measure
