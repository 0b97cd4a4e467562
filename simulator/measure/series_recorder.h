// The same story over time: equidistant steps for plots, however long the run is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "simulator/measure/histogram.h"
#include "simulator/measure/recorder_settings.h"
#include "simulator/measure/request_recorder.h"
#include "simulator/measure/time_integral.h"

namespace stampede::measure {

// As wide as the settings ask for, or so often doubled that the load is over after kLoadStepsMax steps, and everything
// after kStepsMax. Chosen beforehand, since percentiles of two steps cannot be merged.
Duration series_step(const RecorderSettings& settings);

inline constexpr Duration::rep kLoadStepsMax = 4096;
inline constexpr Duration::rep kStepsMax = 4 * kLoadStepsMax;

// The first step begins at RecorderSettings::measure_from. A step without a value is empty.
struct TimeSeries {
  Duration step{};
  std::map<std::string, std::vector<std::optional<double>>> columns;
};

class SeriesRecorder {
 public:
  explicit SeriesRecorder(const RecorderSettings& settings);

  void arrived(TimePoint due, TimePoint sent);
  // What an answer was worth. A hit belongs to the step in which its request was due, so that it is a share of those.
  void judged(TimePoint due, bool hit, bool good, TimePoint now);
  void ended(Outcome outcome, Duration latency, TimePoint now);
  void computations_under_way(std::uint64_t count, TimePoint now);
  void workers(std::int64_t change, TimePoint now);
  void redis_commands(std::uint64_t commands, TimePoint now);  // since the last call

  TimeSeries finish(TimePoint end);

 private:
  struct Step {
    std::uint64_t arrivals = 0;
    std::uint64_t fresh = 0;
    std::uint64_t stale = 0;
    std::uint64_t empty = 0;
    std::uint64_t errors = 0;
    std::uint64_t good = 0;
    std::uint64_t due = 0;
    std::uint64_t hits = 0;
    std::optional<std::uint64_t> redis_commands;
    std::uint64_t computations_peak = 0;
    double workers_busy = 0;
    std::optional<double> latency_ms_p50;
    std::optional<double> latency_ms_p99;
    std::optional<double> latency_ms_max;
  };

  Step& at(TimePoint now);
  void close_current(TimePoint end);
  std::size_t current() const { return steps_.size() - 1; }

  TimePoint from_;
  bool knows_good_;
  Duration step_;
  std::vector<Step> steps_;
  StepHistogram latency_;  // of the current step
  TimeIntegral workers_;
  double workers_before_ns_ = 0;  // the integral at the beginning of the current step
  std::uint64_t computations_ = 0;
};

}  // namespace stampede::measure
