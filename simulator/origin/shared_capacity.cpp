// Processor sharing, event by event: the speed changes only when somebody comes or goes.
#include "simulator/origin/shared_capacity.h"

#include <algorithm>
#include <cmath>

namespace stampede::origin {

namespace {

// Longer than any run, and short enough for integer nanoseconds.
constexpr double kLongestNs = 3.1e16;

// Less than the clock can tell apart: who is so close has finished.
constexpr double kResolutionNs = 0.5;

double nanoseconds(Duration duration) { return static_cast<double>(duration.count()); }

}  // namespace

// One who works, until it has finished, is interrupted, or its fiber ends.
class SharedCapacity::Share {
 public:
  Share(SharedCapacity& capacity, Duration takes)
      : capacity_(capacity), fiber_(capacity.scheduler_.current()), began_(capacity.scheduler_.now()), takes_(takes) {
    capacity_.advance();
    began_at_ns_ = capacity_.progress_ns_;
    place_ = capacity_.shares_.emplace(began_at_ns_ + nanoseconds(takes), this);
    capacity_.arm_for_next();
  }
  ~Share() {
    if (has_left_) return;
    capacity_.advance();
    capacity_.shares_.erase(place_);
    capacity_.arm_for_next();
  }
  Share(const Share&) = delete;
  Share& operator=(const Share&) = delete;

  Worked work() {
    while (!has_left_) capacity_.scheduler_.suspend(kSharingCapacity);
    const Duration lost = capacity_.scheduler_.now() - began_ - worked_.done;
    worked_.lost = std::max(lost, Duration::zero());
    return worked_;
  }

  // It is off the list already.
  void leave(bool finished) noexcept {
    has_left_ = true;
    const double done_ns = std::clamp(capacity_.progress_ns_ - began_at_ns_, 0.0, nanoseconds(takes_));
    worked_ = {.finished = finished,
               .done = finished ? takes_ : Duration(static_cast<Duration::rep>(done_ns)),
               .lost = Duration::zero()};
    capacity_.scheduler_.wake(fiber_);
  }

 private:
  SharedCapacity& capacity_;
  runtime::Fiber& fiber_;
  const TimePoint began_;
  const Duration takes_;
  double began_at_ns_ = 0;
  Shares::iterator place_;
  bool has_left_ = false;
  Worked worked_;
};

SharedCapacity::Worked SharedCapacity::work(Duration takes) {
  Share share(*this, takes);
  return share.work();
}

void SharedCapacity::interrupt_all() noexcept {
  advance();
  while (!shares_.empty()) {
    Share& share = *shares_.begin()->second;
    shares_.erase(shares_.begin());
    share.leave(false);
  }
  disarm();
}

void SharedCapacity::advance() noexcept {
  const TimePoint now = scheduler_.now();
  if (shares_.empty()) {
    progress_ns_ = 0;  // begins anew, so that it stays exact however long the run is
  } else {
    const double speed = std::min(1.0, capacity_ / static_cast<double>(shares_.size()));
    progress_ns_ += nanoseconds(now - advanced_to_) * speed;
  }
  advanced_to_ = now;
}

void SharedCapacity::arm_for_next() noexcept {
  if (shares_.empty()) return disarm();
  const double left_ns = std::max(0.0, shares_.begin()->first - progress_ns_);
  const double slowdown = std::max(1.0, static_cast<double>(shares_.size()) / capacity_);
  const double wait_ns = std::ceil(std::min(left_ns * slowdown, kLongestNs));
  scheduler_.arm(*this, advanced_to_ + Duration(static_cast<Duration::rep>(wait_ns)));
}

void SharedCapacity::on_due() noexcept {
  advance();
  while (!shares_.empty() && shares_.begin()->first - progress_ns_ < kResolutionNs) {
    Share& share = *shares_.begin()->second;
    shares_.erase(shares_.begin());
    share.leave(true);
  }
  arm_for_next();
}

}  // namespace stampede::origin
