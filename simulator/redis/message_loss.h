// Messages that get lost on their way to subscribers, and invalidations to those who have tracked: on purpose.
#pragma once

#include <cstdint>

#include "simulator/measure/random_stream.h"

namespace stampede::redis {

class MessageLoss {
 public:
  explicit MessageLoss(measure::RandomStream random) : random_(random) {}

  // From now on. Zero: none.
  void lose(double share) { share_ = share; }

  // Asked for each message that comes.
  bool takes_one() {
    if (share_ == 0 || random_.uniform() >= share_) return false;
    ++lost_;
    return true;
  }
  std::uint64_t lost() const { return lost_; }

 private:
  measure::RandomStream random_;
  double share_ = 0;
  std::uint64_t lost_ = 0;
};

}  // namespace stampede::redis
