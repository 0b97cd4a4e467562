#include "simulator/draft/setting.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

#include "simulator/draft/notation.h"
#include "strategies/units.h"

namespace stampede::draft {

namespace {

using scenario::InvalidateBy;
using namespace std::chrono_literals;

constexpr std::string_view kNone = "none";

// As scenario files have them.
constexpr std::uint64_t kMostKeys = 10'000'000;
constexpr std::uint64_t kMostNodes = 10'000;
constexpr std::uint64_t kMostWorkers = 1'000'000;
constexpr std::uint64_t kMostWorkersOfAll = 10'000'000;
constexpr std::uint64_t kMarkBytes = 96;
constexpr double kLowestRate = 1e-6;
constexpr double kHighestRate = 1e7;
constexpr double kMostRequests = 1e10;

constexpr double kExpiriesSeen = 5;
constexpr Duration kLongestLifetime = 24h * 365;  // of what strategies keep
constexpr Duration kLongestRun = 24h;             // beyond it, a scenario needs longer steps of its time series
constexpr double kRequestsByDefault = 2e7;        // some seconds to a minute of computing per strategy in virtual time

std::string read_name(std::string_view text, Service& service) {
  constexpr std::string_view kCharacters = "abcdefghijklmnopqrstuvwxyz0123456789._-";
  const bool is_good = !text.empty() && text.size() <= 100 && text.front() != '.' && text.front() != '-' &&
                       text.find_first_not_of(kCharacters) == std::string_view::npos;
  if (!is_good) return "expected a name of a-z, 0-9, '.', '_' and '-', at most 100 long, not beginning with '.' or '-'";
  service.name = text;
  return {};
}

std::uint64_t least_value_bytes(const Service& service) {
  return kMarkBytes + service.keys.name.size() - 2 + std::to_string(service.keys.count - 1).size();
}

std::string read_popularity_of_keys(std::string_view text, Service& service) {
  std::string wrong = read_popularity(text, service.keys.popularity);
  const auto* hot = std::get_if<scenario::HotKeyPopularity>(&service.keys.popularity);
  if (wrong.empty() && hot != nullptr && service.keys.count == 1 && hot->share < 1) {
    return "leaves requests for other keys, but there is one key only; expected uniform";
  }
  return wrong;
}

std::string read_keep_for(std::string_view text, Service& service) {
  Duration keep_for{};
  if (std::string wrong = read_duration(text, keep_for); !wrong.empty()) return wrong;
  if (keep_for > kLongestLifetime) return "expected at most 365d";
  if (keep_for < service.freshness.fresh_for) {
    return fmt::format("expected at least the time that a value is fresh (--ttl), {}",
                       format_duration(service.freshness.fresh_for));
  }
  service.freshness.keep_for = keep_for;
  return {};
}

std::string default_keep_for(const Service& service) {
  return format_duration(std::min(10 * std::min(service.freshness.fresh_for, kLongestLifetime), kLongestLifetime));
}

std::string read_ttl(std::string_view text, Service& service) {
  Duration fresh_for{};
  if (std::string wrong = read_duration(text, fresh_for); !wrong.empty()) return wrong;
  if (fresh_for <= service.freshness.tolerance) return "expected a duration above 1ms, which is tolerated beyond it";
  if (fresh_for > kLongestLifetime) return "expected at most 365d";
  service.freshness.fresh_for = fresh_for;
  return {};
}

std::string read_invalidate(std::string_view text, Service& service) {
  constexpr std::array<std::string_view, 3> names = {"key", "tag", "none"};
  constexpr std::array values = {InvalidateBy::key, InvalidateBy::tag, InvalidateBy::nothing};
  const auto* const found = std::find(names.begin(), names.end(), text);
  if (found == names.end()) return "expected key, tag or none";
  service.invalidate = values.at(static_cast<std::size_t>(found - names.begin()));
  return {};
}

std::string read_nodes(std::string_view text, Service& service) {
  std::uint64_t nodes = 0;
  std::string wrong = read_whole_number(text, 1, kMostNodes, nodes);
  if (wrong.empty()) service.nodes = static_cast<std::uint32_t>(nodes);
  return wrong;
}

std::string read_workers(std::string_view text, Service& service) {
  std::uint64_t workers = 0;
  std::string wrong = read_whole_number(text, 1, std::min(kMostWorkers, kMostWorkersOfAll / service.nodes), workers);
  if (wrong.empty()) service.workers = static_cast<std::uint32_t>(workers);
  return wrong;
}

std::string read_timeout(std::string_view text, Service& service) {
  if (text == kNone) {
    service.timeout.reset();
    return {};
  }
  Duration timeout{};
  const std::string wrong = read_duration(text, timeout);
  if (!wrong.empty()) return wrong + ", or none";
  service.timeout = timeout;
  return {};
}

std::string read_capacity(std::string_view text, Service& service) {
  if (text == kNone) {
    service.capacity.reset();
    return {};
  }
  std::uint64_t capacity = 0;
  const std::string wrong = read_whole_number(text, 1, kMostWorkers, capacity);
  if (!wrong.empty()) return wrong + ", or none";
  service.capacity = capacity;
  return {};
}

// Whole seconds, and several expiries of the hottest key, unless that were too much to simulate at once.
std::string default_duration(const Service& service) {
  const double seen_s = kExpiriesSeen * to_seconds(cycle_of_hottest(service));
  const double wanted_s = std::max(10.0, std::ceil(seen_s + to_seconds(warm_start_of(service).warm_up)));
  const double most_s = std::max(10.0, std::floor(kRequestsByDefault / service.rate_per_s));
  return format_duration(
      Duration(std::chrono::seconds(std::llround(std::min({wanted_s, most_s, to_seconds(kLongestRun)})))));
}

std::string read_length(std::string_view text, Service& service) {
  Duration duration{};
  if (std::string wrong = read_duration(text, duration); !wrong.empty()) return wrong;
  if (duration > kLongestRun) return "expected at most 1d; for longer runs, set series_step and duration in the file";
  if (service.rate_per_s * to_seconds(duration) > kMostRequests) {
    return fmt::format("expected at most {} requests, and this makes {:.3g}", number_text(kMostRequests),
                       service.rate_per_s * to_seconds(duration));
  }
  service.duration = duration;
  return {};
}

constexpr Setting kSettings[] = {
    {"name", "NAME", "What is the service, or the endpoint, to be called?", "Results are filed under this name.",
     [](const Service&) { return std::string("my-service"); }, read_name},
    {"rate", "N", "How many requests come per second?",
     "Those that ask the cache, at all nodes together, in the hour that matters to you.",
     [](const Service&) { return std::string("100"); },
     [](std::string_view text, Service& service) {
       return read_number(text, kLowestRate, kHighestRate, service.rate_per_s);
     }},
    {"keys", "N", "How many different keys are asked for?",
     "As many products, users or pages as there are, not the requests.",
     [](const Service&) { return std::string("1000"); },
     [](std::string_view text, Service& service) { return read_whole_number(text, 1, kMostKeys, service.keys.count); }},
    {"popularity", "uniform|zipf:EXPONENT|hot:SHARE", "How popular are they?",
     "uniform: all alike. zipf:1 is usual for web pages (0.6 is flatter, 1.2 steeper). hot:0.5: one key gets half of "
     "all "
     "requests.",
     [](const Service& service) { return std::string(service.keys.count == 1 ? "uniform" : "zipf:1"); },
     read_popularity_of_keys},
    {"value-size", "SIZE", "How large is a cached value?",
     "4KiB, or by key: uniform:1KiB,9KiB, or lognormal:MEDIAN,P99 such as lognormal:2KiB,60KiB.",
     [](const Service&) { return std::string("1KiB"); },
     [](std::string_view text, Service& service) {
       return read_value_size(text, least_value_bytes(service), service.keys);
     }},
    {"compute-time", "TIME", "How long does it take to compute a value?",
     "Without the cache: the query, the rendering, the remote call. 80ms, or lognormal:MEDIAN,P99 such as "
     "lognormal:80ms,400ms, or uniform:MIN,MAX or exponential:MEAN.",
     [](const Service&) { return std::string("100ms"); },
     [](std::string_view text, Service& service) { return read_compute_time(text, service.compute_time); }},
    {"origin-capacity", "N|none", "How many of these computations can run at the same time?",
     "Connections of the database pool, or its cores; those beyond queue. none: as many as come.",
     [](const Service&) { return std::string(kNone); }, read_capacity},
    {"ttl", "TIME", "For how long is a cached value fresh?",
     "What you promise your users: an answer that is older counts as stale.",
     [](const Service&) { return std::string("60s"); }, read_ttl},
    {"keep-for", "TIME", "For how long may a value be kept at all?",
     "Strategies that answer with an old value while a new one is computed need more than the time that it is fresh. "
     "If "
     "old values must never be seen: the same.",
     default_keep_for, read_keep_for},
    {"write-rate", "N", "How many writes per second change the data behind the cached values?",
     "0: none, or none that matter before values expire.", [](const Service&) { return std::string("0"); },
     [](std::string_view text, Service& service) {
       return read_number(text, 0, kHighestRate, service.write_rate_per_s);
     }},
    {"invalidate", "key|tag|none", "What does the application tell the cache after a write?",
     "key: to forget the key. tag: to forget all keys with a tag. none: nothing, values live until they expire.",
     [](const Service&) { return std::string("key"); }, read_invalidate},
    {"nodes", "N", "How many nodes does the service run on?",
     "Application processes, each with memory and a Redis connection of its own.",
     [](const Service&) { return std::string("4"); }, read_nodes},
    {"workers", "N", "How many requests can a node work on at the same time?",
     "Threads, or processes of its pool; requests beyond that queue.", [](const Service&) { return std::string("32"); },
     read_workers},
    {"timeout", "TIME|none", "After what time does a client give up?", "none: it waits for ever.",
     [](const Service&) { return std::string("10s"); }, read_timeout},
    {"duration", "TIME", "How long shall a run last?",
     "By default long enough for five expiries of the hottest key (five times: lifetime, compute time, and 1/r until "
     "it is "
     "asked for), but ten seconds at least, and 20 million requests or a day at most. A run in real time takes as "
     "long.",
     default_duration, read_length},
};

}  // namespace

std::span<const Setting> all_settings() { return kSettings; }

const Setting& setting_of(std::string_view flag) {
  for (const Setting& setting : kSettings) {
    if (setting.flag == flag) return setting;
  }
  throw std::out_of_range(fmt::format("no setting is called {}", flag));
}

}  // namespace stampede::draft
