// The formulas of all metrics.
#include "simulator/measure/metrics.h"

#include <string_view>
#include <utility>

namespace stampede::measure {
namespace {

constexpr double kNanosecondsPerMillisecond = 1e6;
constexpr double kNanosecondsPerSecond = 1e9;

struct NamedQuantile {
  std::string_view name;
  double share;
};
constexpr NamedQuantile kLatencyQuantiles[] = {{"p50", 0.5}, {"p90", 0.9}, {"p99", 0.99}, {"p99_9", 0.999}};

class Figures {
 public:
  void count(std::string name, std::uint64_t value) { metrics_[std::move(name)] = static_cast<double>(value); }

  // Absent where there is nothing to divide by.
  void ratio(std::string name, double numerator, double denominator) {
    if (denominator > 0) {
      metrics_[std::move(name)] = numerator / denominator;
    }
  }

  void quantile(const std::string& name, const Histogram& histogram, double share, double unit_ns) {
    if (!histogram.empty()) {
      metrics_[name] = static_cast<double>(histogram.quantile(share).count()) / unit_ns;
    }
  }
  void mean(const std::string& name, const Histogram& histogram, double unit_ns) {
    if (!histogram.empty()) {
      metrics_[name] = histogram.mean_ns() / unit_ns;
    }
  }

  void whole_distribution_ms(const std::string& name, const Histogram& histogram) {
    mean(name + ".mean", histogram, kNanosecondsPerMillisecond);
    for (const NamedQuantile& named : kLatencyQuantiles) {
      quantile(name + "." + std::string(named.name), histogram, named.share, kNanosecondsPerMillisecond);
    }
    quantile(name + ".max", histogram, 1.0, kNanosecondsPerMillisecond);
  }
  void tail_ms(const std::string& name, const Histogram& histogram) {
    quantile(name + ".p99", histogram, 0.99, kNanosecondsPerMillisecond);
    quantile(name + ".max", histogram, 1.0, kNanosecondsPerMillisecond);
  }
  void distribution_s(const std::string& name, const Histogram& histogram) {
    mean(name + ".mean", histogram, kNanosecondsPerSecond);
    quantile(name + ".p99", histogram, 0.99, kNanosecondsPerSecond);
    quantile(name + ".max", histogram, 1.0, kNanosecondsPerSecond);
  }

  Metrics take() { return std::move(metrics_); }

 private:
  Metrics metrics_;
};

std::uint64_t errors_of(const RequestTally& requests, ErrorKind kind) {
  return requests.errors[static_cast<std::size_t>(kind)];
}

void add_requests(Figures& figures, const RequestTally& requests) {
  figures.count("requests", requests.arrived);
  figures.count("answers.fresh", requests.fresh);
  figures.count("answers.stale", requests.stale);
  figures.count("answers.empty", requests.empty);
  figures.count("answers.outdated", requests.outdated);
  figures.count("answers.foreign", requests.foreign);
  figures.count("answers.undecodable", requests.undecodable);
  figures.count("version_lag.max", requests.version_lag_max);
  figures.count("versions.regressions", requests.regressions);
  figures.count("errors.cold_cache", errors_of(requests, ErrorKind::cold_cache));
  figures.count("errors.timeout", errors_of(requests, ErrorKind::timeout));
  figures.count("errors.origin", errors_of(requests, ErrorKind::origin));
  figures.count("errors.redis", errors_of(requests, ErrorKind::redis));
  figures.count("errors.rejected", errors_of(requests, ErrorKind::rejected));
  figures.count("errors.strategy", errors_of(requests, ErrorKind::strategy));
  figures.count("errors.node", errors_of(requests, ErrorKind::node));
  figures.count("errors.unanswered", requests.unanswered);
  figures.whole_distribution_ms("latency_ms", requests.latency);
  figures.whole_distribution_ms("service_ms", requests.service);
  figures.tail_ms("generator_lag_ms", requests.generator_lag);
  figures.tail_ms("workers.queue_ms", requests.queue_wait);
  figures.distribution_s("stale_by_s", requests.stale_by);
  figures.distribution_s("outdated_by_s", requests.outdated_by);
}

void add_computations(Figures& figures, const ComputationTally& computations) {
  figures.count("recomputations.total", computations.in_callers + computations.in_background);
  figures.count("recomputations.inline", computations.in_callers);
  figures.count("recomputations.background", computations.in_background);
  figures.count("recomputations.failed", computations.failed);
  figures.count("recomputations.redundant", computations.redundant);
  figures.count("recomputations.peak", computations.peak);
  figures.count("recomputations.unused", computations.succeeded - computations.served);
  if (computations.episodes > 0) {
    figures.ratio("recomputations.stampede_mean", static_cast<double>(computations.episode_computations),
                  static_cast<double>(computations.episodes));
    figures.count("recomputations.stampede_max", computations.episode_max);
  }
  figures.ratio("origin.rate_peak", static_cast<double>(computations.rate_window_peak), to_seconds(kRateWindow));
  figures.tail_ms("origin.queue_ms", computations.queue_wait);
}

void add_occupancy(Figures& figures, const OccupancyTally& occupancy) {
  figures.ratio("workers.busy_share", occupancy.workers_busy_ns, occupancy.workers_available_ns);
  figures.ratio("workers.waiting_share", occupancy.workers_waiting_ns, occupancy.workers_busy_ns);
  figures.ratio("origin.busy_share", occupancy.origin_busy_ns, occupancy.origin_available_ns);
}

void add_redis(Figures& figures, const RedisUsage& redis, std::uint64_t requests) {
  figures.count("redis.commands", redis.commands);
  figures.count("redis.errors", redis.errors);
  figures.ratio("redis.commands_per_request", static_cast<double>(redis.commands), static_cast<double>(requests));
  figures.ratio("redis.bytes_per_request", static_cast<double>(redis.bytes_sent + redis.bytes_received),
                static_cast<double>(requests));
}

// Over all endpoints beside the cached one; absent where there is none.
void add_bystanders(Figures& figures, const std::vector<EndpointTally>& endpoints) {
  if (endpoints.empty()) return;
  EndpointTally all;
  for (const EndpointTally& endpoint : endpoints) {
    all.requests += endpoint.requests;
    all.answered += endpoint.answered;
    all.failed += endpoint.failed;
    all.latency.merge(endpoint.latency);
  }
  figures.count("bystanders.requests", all.requests);
  figures.count("bystanders.answered", all.answered);
  figures.count("bystanders.failed", all.failed);
  figures.quantile("bystanders.latency_ms.p50", all.latency, 0.5, kNanosecondsPerMillisecond);
  figures.tail_ms("bystanders.latency_ms", all.latency);
}

// Each absent where no client does such a thing.
void add_clients(Figures& figures, const Tally& tally) {
  if (tally.clients) {
    figures.count("clients.calls", tally.clients->calls);
    figures.count("clients.retries", tally.clients->retries);
    figures.count("clients.failed", tally.clients->failed);
    figures.quantile("clients.latency_ms.p50", tally.clients->latency, 0.5, kNanosecondsPerMillisecond);
    figures.tail_ms("clients.latency_ms", tally.clients->latency);
  }
  if (tally.own_writes) {
    figures.count("own_writes.read", tally.own_writes->read);
    figures.count("own_writes.missed", tally.own_writes->missed);
  }
  if (tally.page_reads) figures.count("pages.reads", *tally.page_reads);
}

}  // namespace

Metrics metrics_of(const Tally& tally) {
  Figures figures;
  add_requests(figures, tally.requests);
  add_bystanders(figures, tally.endpoints);
  add_clients(figures, tally);
  add_computations(figures, tally.computations);
  figures.count("invalidations.total", tally.invalidations.total);
  if (tally.invalidations.lost) {
    figures.count("invalidations.lost", *tally.invalidations.lost);
  }
  add_occupancy(figures, tally.occupancy);
  constexpr auto real = [](std::uint64_t count) { return static_cast<double>(count); };
  figures.ratio("goodput_per_s", real(tally.requests.good), tally.goodput_time_ns / kNanosecondsPerSecond);
  figures.ratio("hit_ratio", real(tally.requests.hits), real(tally.requests.arrived));
  add_redis(figures, tally.redis, tally.requests.arrived);
  figures.count("rows.reads", tally.rows.reads);
  figures.count("rows.writes", tally.rows.writes);
  figures.ratio("rows.statements_per_request", static_cast<double>(tally.rows.reads + tally.rows.writes),
                static_cast<double>(tally.requests.arrived));
  figures.count("background.enqueued", tally.background.enqueued);
  figures.count("background.left", tally.background.left);
  const auto event = [&tally](Event which) { return tally.events[static_cast<std::size_t>(which)]; };
  figures.count("local.hits", event(Event::local_hit));
  figures.count("local.evictions", event(Event::local_eviction));
  figures.count("events.hit_callback", event(Event::hit_callback));
  figures.count("events.miss_callback", event(Event::miss_callback));
  return figures.take();
}

}  // namespace stampede::measure
