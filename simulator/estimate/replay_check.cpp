#include "simulator/estimate/replay_check.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "simulator/workload/keyspace.h"

namespace stampede::estimate {

namespace {

constexpr std::uint32_t kNone = 0xffff'ffff;
constexpr double kShares[] = {0.01, 0.1, 0.5};
constexpr double kCaches[] = {0.01, 0.1, 0.3};

// Keys in the order of their last use, as a list within arrays.
class LruList {
 public:
  LruList(std::size_t keys, std::uint64_t items) : items_(items), links_(keys) {}

  bool use(std::uint32_t key) {
    const bool hit = links_[key].inside;
    if (hit) {
      if (newest_ == key) return true;
      take_out(key);
    } else if (count_ == items_) {
      const std::uint32_t oldest = oldest_;
      take_out(oldest);
      links_[oldest].inside = false;
    } else {
      ++count_;
    }
    links_[key] = {.newer = kNone, .older = newest_, .inside = true};
    (newest_ == kNone ? oldest_ : links_[newest_].newer) = key;
    newest_ = key;
    return hit;
  }

 private:
  struct Link {
    std::uint32_t newer = kNone;
    std::uint32_t older = kNone;
    bool inside = false;
  };

  void take_out(std::uint32_t key) {
    const Link link = links_[key];
    (link.newer == kNone ? newest_ : links_[link.newer].older) = link.older;
    (link.older == kNone ? oldest_ : links_[link.older].newer) = link.newer;
  }

  std::uint64_t items_;
  std::uint64_t count_ = 0;
  std::uint32_t newest_ = kNone;
  std::uint32_t oldest_ = kNone;
  std::vector<Link> links_;
};

// Requests of each key, the most popular one first, added up; as shares.
std::vector<double> concentration(const std::vector<std::uint32_t>& requests) {
  std::vector<std::uint32_t> counts;
  for (const std::uint32_t key : requests) {
    if (key >= counts.size()) counts.resize(key + std::size_t{1});
    ++counts[key];
  }
  std::erase(counts, 0U);
  std::sort(counts.begin(), counts.end(), std::greater<>());
  std::vector<double> shares;
  double sum = 0;
  for (const std::uint32_t count : counts) {
    sum += count;
    shares.push_back(sum / static_cast<double>(requests.size()));
  }
  return shares;
}

double share_of_first(const std::vector<double>& shares, std::uint64_t keys) {
  return shares[std::min<std::size_t>(keys, shares.size()) - 1];
}

double greatest_distance(const std::vector<double>& a, const std::vector<double>& b) {
  double distance = 0;
  for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
    distance = std::max(distance, std::abs(a[std::min(i, a.size() - 1)] - b[std::min(i, b.size() - 1)]));
  }
  return distance;
}

}  // namespace

double lru_hit_ratio(const std::vector<std::uint32_t>& requests, std::uint64_t items) {
  const std::uint32_t highest = *std::max_element(requests.begin(), requests.end());
  LruList cache(std::size_t{highest} + 1, items);
  std::uint64_t hits = 0;
  for (const std::uint32_t key : requests) hits += cache.use(key) ? 1 : 0;
  return static_cast<double>(hits) / static_cast<double>(requests.size());
}

ReplayCheck check_by_replay(const std::vector<std::uint32_t>& trace, const scenario::Keys& law,
                            measure::RandomStream stream) {
  workload::KeyPicker picker(law, stream);
  std::vector<std::uint32_t> model;
  model.reserve(trace.size());
  while (model.size() < trace.size()) model.push_back(static_cast<std::uint32_t>(picker.pick()));

  const std::vector<double> of_trace = concentration(trace);
  const std::vector<double> of_model = concentration(model);
  ReplayCheck check{.requests = trace.size(),
                    .trace_keys = of_trace.size(),
                    .model_keys = of_model.size(),
                    .hottest_trace = of_trace.front(),
                    .hottest_model = of_model.front(),
                    .concentration = {},
                    .distance = greatest_distance(of_trace, of_model),
                    .lru = {}};
  const auto keys_of = [&](double share) {
    return std::max<std::uint64_t>(std::uint64_t(std::llround(share * static_cast<double>(of_trace.size()))), 1);
  };
  for (const double share : kShares) {
    const std::uint64_t keys = keys_of(share);
    check.concentration.push_back({share, share_of_first(of_trace, keys), share_of_first(of_model, keys)});
  }
  for (const double share : kCaches) {
    const std::uint64_t keys = keys_of(share);
    check.lru.push_back({share, lru_hit_ratio(trace, keys), lru_hit_ratio(model, keys)});
  }
  return check;
}

}  // namespace stampede::estimate
