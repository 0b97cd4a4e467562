// Follows every computation from demand to end, and its value to the clients.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "simulator/measure/recorder_settings.h"
#include "simulator/measure/stampede_episodes.h"
#include "simulator/measure/tally.h"
#include "simulator/measure/time_integral.h"
#include "simulator/measure/value_stamp.h"

namespace stampede::measure {

// The most events in any window of kRateWindow, over exact times; remembers no more than one window.
class WindowPeak {
 public:
  void add(TimePoint now);
  std::uint64_t peak() const { return peak_; }

 private:
  std::deque<std::pair<TimePoint, std::uint64_t>> recent_;  // time, events at that time
  std::uint64_t in_window_ = 0;
  std::uint64_t peak_ = 0;
};

class ComputationRecorder {
 public:
  explicit ComputationRecorder(const RecorderSettings& settings);

  ComputationId started(std::uint64_t key, bool background, TimePoint now);
  // Its value is visible from the beginning, so it has succeeded, and another one of the key does not double it. It is
  // admitted and finished all the same, as it keeps the origin busy.
  ComputationId in_time(std::uint64_t key, TimePoint now);
  // Where the capacity is shared, nobody queues: then it is not known before its end how long the others have held it
  // up.
  void admitted(ComputationId id, std::optional<Duration> queue_wait, TimePoint now);
  void held_up(ComputationId id, Duration by);
  void finished(ComputationId id, bool ok, TimePoint now);

  // A client that was still waiting got this value; `foreign`: under another key than its own.
  void delivered(std::uint64_t key, ComputationId id, bool foreign);

  std::uint64_t under_way() const { return under_way_.size(); }
  double busy_nanoseconds_until(TimePoint now) { return busy_.nanoseconds_until(now); }

  // Open episodes count with the size that they have reached.
  ComputationTally finish();

 private:
  struct Running {
    std::uint64_t key = 0;
    bool measured = false;
    bool admitted = false;
    bool in_time = false;
  };

  ComputationId demanded(std::uint64_t key, bool background, bool in_time, TimePoint now);

  void occupy(std::int64_t change, TimePoint now);
  Running& running(ComputationId id, const char* event);
  void count(StampedeEpisodes::Closed closed);

  const RecorderSettings& settings_;
  ComputationTally tally_;
  StampedeEpisodes episodes_;
  WindowPeak rate_;
  TimeIntegral busy_;          // of the capacity, which is all in use even if more than it carries share it
  std::int64_t admitted_ = 0;  // under way
  std::unordered_map<ComputationId, Running> under_way_;
  std::vector<std::uint32_t> under_way_by_key_;
  std::vector<bool> served_;  // by id; one bit per computation is all that a long run leaves behind
  ComputationId next_id_ = 1;
  ComputationId first_measured_ = kNoComputation;
};

}  // namespace stampede::measure
