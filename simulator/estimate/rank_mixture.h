// The likelihood of counts of counts under a law of popularity; popularity_fit.h says what it is.
#pragma once

#include <vector>

#include "simulator/estimate/popularity_fit.h"

namespace stampede::estimate {

// Keys that are all asked for equally often.
struct RankBlock {
  double requests = 0;  // expected, of each
  double keys = 0;
};

// By Zipf's law, most popular first; ranks that a count could not tell apart are in one block.
std::vector<RankBlock> zipf_blocks(double requests, double keys, double exponent);
// One hot key, and the others.
std::vector<RankBlock> hot_key_blocks(double requests, double keys, double share);

class RankMixture {
 public:
  explicit RankMixture(const std::vector<CountOfKeys>& counts);

  double requests() const { return requests_; }
  double seen() const { return seen_; }
  double most_requests() const { return most_requests_; }  // to any key

  // Precondition: the blocks have at least as many keys as were seen, in descending order.
  double log_likelihood(const std::vector<RankBlock>& blocks) const;

 private:
  struct Observed {
    double requests = 0;
    double keys = 0;
    double log_ways = 0;
  };

  std::vector<Observed> observed_;
  double requests_ = 0;
  double seen_ = 0;
  double most_requests_ = 0;
};

}  // namespace stampede::estimate
