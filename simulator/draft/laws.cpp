#include "simulator/draft/laws.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "simulator/draft/key_shares.h"
#include "simulator/draft/titled_lines.h"
#include "simulator/measure/human_units.h"

namespace stampede::draft {

namespace {

using measure::human_number;

// Of an entry that expires, or is invalidated by a write before.
double mean_lifetime_s(double lifetime_s, double writes_per_s) {
  return writes_per_s > 0 ? -std::expm1(-writes_per_s * lifetime_s) / writes_per_s : lifetime_s;
}

std::string time_text(double seconds) { return measure::human_milliseconds(seconds * 1e3); }
std::string rate_text(double per_s) { return fmt::format("{}/s", human_number(per_s)); }

std::string share_formula(const Service& service) {
  if (service.keys.count == 1) return "p1 = 1, the only key";
  if (const auto* zipf = std::get_if<scenario::ZipfPopularity>(&service.keys.popularity)) {
    return fmt::format("p1 = 1 / (1 + 2^-{0} + ... + {1}^-{0})", human_number(zipf->exponent), service.keys.count);
  }
  if (std::holds_alternative<scenario::HotKeyPopularity>(service.keys.popularity)) return "p1 = share of the hot key";
  return fmt::format("p1 = 1 / {} keys", service.keys.count);
}

bool is_fixed(const scenario::TimeDistribution& time) { return std::holds_alternative<scenario::ConstantTime>(time); }

bool is_told_of_writes(const Service& service) {
  return service.write_rate_per_s > 0 && service.invalidate == scenario::InvalidateBy::key;
}

void add_demand(TitledLines& lines, const Service& service, const Facts& facts) {
  const bool told = is_told_of_writes(service);
  lines.add(
      "warm cache",
      fmt::format("{} recomputations/s, of r (1 + r D) / (1/r + D + w + T) for each key, added up over all; w = D - "
                  "(1 - e^(-r D)) / r, T = {}{}{}. Hit ratio h = 1 - {} / {} = {}",
                  human_number(facts.demand_per_s), time_text(to_seconds(service.freshness.fresh_for)),
                  told ? ", or less where a write comes first: (1 - e^(-v T)) / v with v writes/s of the key" : "",
                  is_fixed(service.compute_time) ? "" : ", with the mean for D", rate_text(facts.demand_per_s),
                  rate_text(service.rate_per_s), measure::human_share(facts.hit_ratio)));
  if (service.write_rate_per_s > 0 && service.invalidate == scenario::InvalidateBy::tag) {
    lines.add("", "Invalidation by tag is not in it: plain_ttl has none, and other strategies need more for it.");
  }
}

void add_capacity(TitledLines& lines, const Service& service, const Facts& facts) {
  if (!facts.capacity_per_s) {
    lines.add("empty cache", fmt::format("all {} go to the origin. Whether it can bear that is not known without "
                                         "--origin-capacity",
                                         rate_text(service.rate_per_s)));
    return;
  }
  const double capacity = *facts.capacity_per_s;
  lines.add("origin", fmt::format("can do m = capacity / D = {} / {} = {}", *service.capacity,
                                  time_text(facts.compute_time_s), rate_text(capacity)));
  if (facts.demand_per_s > capacity) {
    lines.add(
        "", fmt::format("OVERLOADED even with a warm cache: plain_ttl asks for {} > m", rate_text(facts.demand_per_s)));
  }
  if (service.rate_per_s > capacity) {
    lines.add(
        "empty cache",
        fmt::format("VULNERABLE: all {} miss, more than m. It holds only while the hit ratio stays above 1 - m / "
                    "rate = {}; if the cache is lost and slow answers are not stored, it may stay lost (metastable "
                    "failure, Bronson et al., HotOS 2021)",
                    rate_text(service.rate_per_s), measure::human_share(1 - capacity / service.rate_per_s)));
  } else {
    lines.add("empty cache", fmt::format("not vulnerable: all {} miss, no more than m", rate_text(service.rate_per_s)));
  }
}

}  // namespace

double plain_ttl_demand_per_s(double rate_per_s, double compute_time_s, double lifetime_s) {
  const double others = rate_per_s * compute_time_s;
  const double until_last_s = compute_time_s + std::expm1(-others) / rate_per_s;
  return (1 + others) / (1 / rate_per_s + compute_time_s + until_last_s + lifetime_s);
}

Facts facts_of(const Service& service) {
  Facts facts;
  facts.hottest_share = share_of_hottest(service.keys);
  facts.hottest_rate_per_s = service.rate_per_s * facts.hottest_share;
  facts.compute_time_s = mean_compute_time_s(service.compute_time);
  facts.stampede_size = 1 + facts.hottest_rate_per_s * facts.compute_time_s;
  const double writes_per_s = is_told_of_writes(service) ? service.write_rate_per_s : 0;
  for_each_share(service.keys, [&](double share, double keys) {
    const double lifetime_s = mean_lifetime_s(to_seconds(service.freshness.fresh_for), writes_per_s * share);
    facts.demand_per_s += keys * plain_ttl_demand_per_s(service.rate_per_s * share, facts.compute_time_s, lifetime_s);
  });
  facts.hit_ratio = std::max(1 - facts.demand_per_s / service.rate_per_s, 0.0);
  if (service.capacity) facts.capacity_per_s = static_cast<double>(*service.capacity) / facts.compute_time_s;
  facts.busy_warm = facts.demand_per_s * facts.compute_time_s;
  facts.busy_empty = service.rate_per_s * facts.compute_time_s;
  return facts;
}

std::string facts_text(const Service& service, const Facts& facts) {
  TitledLines lines;
  lines.add("hottest key", fmt::format("r = rate * p1 = {} * {} = {}; {}", rate_text(service.rate_per_s),
                                       measure::human_share(facts.hottest_share), rate_text(facts.hottest_rate_per_s),
                                       share_formula(service)));
  lines.add("its stampede", fmt::format("1 + r D = 1 + {} * {} = {} recomputations at each expiry with plain_ttl{}",
                                        rate_text(facts.hottest_rate_per_s), time_text(facts.compute_time_s),
                                        human_number(facts.stampede_size),
                                        is_fixed(service.compute_time)
                                            ? ""
                                            : " at most: D is the mean, and the stampede ends with the first "
                                              "computation that is done"));
  add_demand(lines, service, facts);
  add_capacity(lines, service, facts);
  const std::uint64_t workers = std::uint64_t{service.nodes} * service.workers;
  lines.add("workers",
            fmt::format("that compute, by Little's law: misses/s * D = {} * {} = {} with a warm cache, {} * {} = "
                        "{} with an empty one{}; there are {} * {} = {}{}",
                        rate_text(facts.demand_per_s), time_text(facts.compute_time_s), human_number(facts.busy_warm),
                        rate_text(service.rate_per_s), time_text(facts.compute_time_s), human_number(facts.busy_empty),
                        facts.capacity_per_s && service.rate_per_s > *facts.capacity_per_s
                            ? ", and more and more while the origin is overloaded"
                            : "",
                        service.nodes, service.workers, workers,
                        static_cast<double>(workers) < facts.busy_empty ? ": TOO FEW for an empty cache" : ""));
  return "By hand, before any run (D: mean compute time, T: how long a value is fresh):\n" + std::move(lines).text();
}

}  // namespace stampede::draft
