// Keys whose last refresh failed, and for how long nobody on this node tries again.
#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <string>

#include "strategies/answer.h"
#include "strategies/time.h"

namespace stampede {

class FailurePauses {
 public:
  // Zero: there are none.
  explicit FailurePauses(Duration length) : length_(length) {}

  void begin(const Key& key, TimePoint now);
  void end(const Key& key) { until_.erase(key.name); }
  bool is_paused(const Key& key, TimePoint now) const;

  // How many it remembers; what is over is forgotten when a next one begins.
  std::size_t size() const { return until_.size(); }

 private:
  struct Begun {
    TimePoint until;
    std::string key;
  };

  Duration length_;
  std::map<std::string, TimePoint> until_;  // by the names of keys
  std::deque<Begun> begun_;                 // all are equally long, so that the first to begin is the first to end
};

}  // namespace stampede
