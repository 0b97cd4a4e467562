#include "simulator/estimate/rank_mixture.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "simulator/estimate/zipf.h"

namespace stampede::estimate {

namespace {

// How far a key's share may be from its law, beside chance, and what that is as the size of a negative binomial.
constexpr double kSpread = 0.03;
constexpr double kSize = 1 / (kSpread * kSpread);

// Counts that differ by less are taken together: it is far below the spread.
constexpr double kTogether = 0.004;
constexpr double kToldApart = 200;

// A key that no rank explains counts so much against a law and no more.
constexpr double kUnexplained = 1e-12;

// Ranks within one block differ by at most so many standard deviations of their counts, and by this share.
constexpr double kBlockDeviations = 0.5;
constexpr double kBlockRatio = 0.05;

constexpr double kFarDeviations = 9;
constexpr double kFarRequests = 30;

double deviation(double requests) { return std::sqrt(requests * (1 + requests / kSize)); }

struct Block {
  double requests = 0;
  double log_weight = 0;  // of no request at all, times the number of keys
  double log_each = 0;    // what each request adds
};

}  // namespace

std::vector<RankBlock> zipf_blocks(double requests, double keys, double exponent) {
  const double top = requests / zipf_sum(keys, exponent);
  std::vector<RankBlock> blocks;
  for (double rank = 1; rank <= keys;) {
    const double here = top * std::pow(rank, -exponent);
    const double told_apart = kBlockDeviations * rank * deviation(here) / (here * std::max(exponent, 1e-9));
    const double width = std::max(1.0, std::floor(std::min(told_apart, kBlockRatio * rank)));
    const double in_block = std::min(width, keys + 1 - rank);
    // In its middle.
    blocks.push_back({.requests = top * std::pow(rank + (in_block - 1) / 2, -exponent), .keys = in_block});
    rank += width;
  }
  return blocks;
}

std::vector<RankBlock> hot_key_blocks(double requests, double keys, double share) {
  const double others = keys - 1;
  return {{.requests = requests * share, .keys = 1}, {.requests = requests * (1 - share) / others, .keys = others}};
}

RankMixture::RankMixture(const std::vector<CountOfKeys>& counts) {
  long group = -1;
  for (const CountOfKeys& count : counts) {
    requests_ += count.requests * count.keys;
    seen_ += count.keys;
    most_requests_ = std::max(most_requests_, count.requests);
    const long next = count.requests < kToldApart ? -1 : std::lround(std::floor(std::log(count.requests) / kTogether));
    if (next < 0 || next != group) {
      observed_.push_back({.requests = count.requests, .keys = count.keys});
    } else {
      Observed& together = observed_.back();
      const double keys = together.keys + count.keys;
      together.requests = (together.requests * together.keys + count.requests * count.keys) / keys;
      together.keys = keys;
    }
    group = next;
  }
  for (Observed& each : observed_) {
    each.log_ways = std::lgamma(each.requests + kSize) - std::lgamma(kSize) - std::lgamma(each.requests + 1);
  }
}

double RankMixture::log_likelihood(const std::vector<RankBlock>& ranks) const {
  std::vector<Block> blocks;
  blocks.reserve(ranks.size());
  double keys = 0;
  double unseen = 0;
  for (const RankBlock& rank : ranks) {
    const double log_none = -kSize * std::log1p(rank.requests / kSize);
    keys += rank.keys;
    unseen += rank.keys * std::exp(log_none);
    blocks.push_back(
        {rank.requests, log_none + std::log(rank.keys), std::log(rank.requests / (kSize + rank.requests))});
  }
  double sum = std::lgamma(keys + 1) - std::lgamma(keys - seen_ + 1);
  if (keys > seen_) sum += (keys - seen_) * std::log(unseen / keys);
  for (const Observed& each : observed_) {
    const double far = kFarDeviations * deviation(each.requests) + kFarRequests;
    const auto begin = std::partition_point(blocks.begin(), blocks.end(),
                                            [&](const Block& block) { return block.requests > each.requests + far; });
    double expected = 0;
    for (auto block = begin; block != blocks.end() && block->requests >= each.requests - far; ++block) {
      expected += std::exp(each.log_ways + block->log_weight + each.requests * block->log_each);
    }
    sum += each.keys * std::log((expected + kUnexplained) / keys);
  }
  return sum;
}

}  // namespace stampede::estimate
