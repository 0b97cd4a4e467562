#include "simulator/redis/own_processor.h"

namespace stampede::redis {

namespace {

bool get_processors(cpu_set_t& set) {
  CPU_ZERO(&set);
  return sched_getaffinity(0, sizeof set, &set) == 0;
}

}  // namespace

std::optional<int> processor_for_server() {
  cpu_set_t allowed;
  if (!get_processors(allowed) || CPU_COUNT(&allowed) < 2) return std::nullopt;
  int processor = CPU_SETSIZE - 1;
  while (!CPU_ISSET(processor, &allowed)) --processor;
  return processor;
}

StayAwayFrom::StayAwayFrom(std::optional<int> processor) noexcept {
  if (!processor || !get_processors(before_)) return;
  cpu_set_t others = before_;
  CPU_CLR(*processor, &others);
  is_away_ = CPU_COUNT(&others) > 0 && sched_setaffinity(0, sizeof others, &others) == 0;
}

StayAwayFrom::~StayAwayFrom() {
  if (is_away_) sched_setaffinity(0, sizeof before_, &before_);
}

}  // namespace stampede::redis
