// Filling of the time series, step by step.
#include "simulator/measure/series_recorder.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace stampede::measure {

Duration series_step(const RecorderSettings& settings) {
  const auto steps = [](Duration length, Duration step) {
    return length / step + (length % step > Duration{} ? 1 : 0);
  };
  Duration step = settings.series_step;
  while (steps(settings.load_length, step) > kLoadStepsMax || steps(settings.length_max, step) > kStepsMax) step *= 2;
  return step;
}

SeriesRecorder::SeriesRecorder(const RecorderSettings& settings)
    : from_(settings.measure_from),
      knows_good_(settings.good_within.has_value()),
      step_(series_step(settings)),
      steps_(1),
      workers_(settings.measure_from) {}

SeriesRecorder::Step& SeriesRecorder::at(TimePoint now) {
  const auto index = static_cast<std::size_t>(std::max<Duration::rep>(0, (now - from_) / step_));
  while (current() < index) {
    close_current(from_ + step_ * static_cast<Duration::rep>(steps_.size()));
    steps_.emplace_back();
    steps_.back().computations_peak = computations_;
  }
  return steps_[index];
}

void SeriesRecorder::close_current(TimePoint end) {
  Step& step = steps_.back();
  if (!latency_.empty()) {
    step.latency_ms_p50 = to_milliseconds(latency_.quantile(0.5));
    step.latency_ms_p99 = to_milliseconds(latency_.quantile(0.99));
    step.latency_ms_max = to_milliseconds(latency_.max());
    latency_.clear();
  }
  const TimePoint begin = from_ + step_ * static_cast<Duration::rep>(current());
  const double busy_ns = workers_.nanoseconds_until(end);
  if (end > begin) {
    step.workers_busy = (busy_ns - workers_before_ns_) / static_cast<double>((end - begin).count());
  }
  workers_before_ns_ = busy_ns;
}

void SeriesRecorder::arrived(TimePoint due, TimePoint sent) {
  ++at(sent).arrivals;
  ++at(due).due;
}

void SeriesRecorder::judged(TimePoint due, bool hit, bool good, TimePoint now) {
  at(now).good += good ? 1 : 0;
  at(due).hits += hit ? 1 : 0;
}

void SeriesRecorder::ended(Outcome outcome, Duration latency, TimePoint now) {
  Step& step = at(now);
  switch (outcome) {
    case Outcome::fresh:
      ++step.fresh;
      break;
    case Outcome::stale:
      ++step.stale;
      break;
    case Outcome::empty:
      ++step.empty;
      break;
    case Outcome::error:
      ++step.errors;
      break;
  }
  latency_.record(latency);
}

void SeriesRecorder::computations_under_way(std::uint64_t count, TimePoint now) {
  if (now < from_) {
    steps_.front().computations_peak = count;
  } else {
    Step& step = at(now);
    step.computations_peak = std::max(step.computations_peak, count);
  }
  computations_ = count;
}

void SeriesRecorder::workers(std::int64_t change, TimePoint now) {
  at(now);
  workers_.change(change, now);
}

void SeriesRecorder::redis_commands(std::uint64_t commands, TimePoint now) {
  // A sample taken at a step's end tells about that step.
  Step& step = at(now - Duration(1));
  step.redis_commands = step.redis_commands.value_or(0) + commands;
}

TimeSeries SeriesRecorder::finish(TimePoint end) {
  at(end - Duration(1));
  const TimePoint boundary = from_ + step_ * static_cast<Duration::rep>(steps_.size());
  close_current(std::min(boundary, std::max(end, from_)));

  TimeSeries series{step_, {}};
  const auto column = [&](const char* name, auto value_of) {
    std::vector<std::optional<double>>& values = series.columns[name];
    values.reserve(steps_.size());
    std::transform(steps_.begin(), steps_.end(), std::back_inserter(values), value_of);
  };
  using Cell = std::optional<double>;
  const auto counter = [&](const char* name, std::uint64_t Step::*member) {
    column(name, [member](const Step& step) { return Cell(static_cast<double>(step.*member)); });
  };
  counter("arrivals", &Step::arrivals);
  counter("answers.fresh", &Step::fresh);
  counter("answers.stale", &Step::stale);
  counter("answers.empty", &Step::empty);
  counter("errors", &Step::errors);
  counter("recomputations_under_way", &Step::computations_peak);
  column("latency_ms.p50", [](const Step& step) { return step.latency_ms_p50; });
  column("latency_ms.p99", [](const Step& step) { return step.latency_ms_p99; });
  column("latency_ms.max", [](const Step& step) { return step.latency_ms_max; });
  column("workers_busy", [](const Step& step) { return Cell(step.workers_busy); });
  column("stale_share", [](const Step& step) {
    const std::uint64_t values = step.fresh + step.stale;
    return values == 0 ? Cell() : Cell(static_cast<double>(step.stale) / static_cast<double>(values));
  });
  if (knows_good_) counter("answers.good", &Step::good);
  column("hit_ratio", [](const Step& step) {
    return step.due == 0 ? Cell() : Cell(static_cast<double>(step.hits) / static_cast<double>(step.due));
  });
  column("redis_commands", [](const Step& step) {
    return step.redis_commands ? Cell(static_cast<double>(*step.redis_commands)) : Cell();
  });
  return series;
}

}  // namespace stampede::measure
