// All series are measured in turns, round after round, so that whatever else the machine does for a while meets all of
// them. Disturbances only ever add time: of each point the lower quartile over the rounds counts.
#include "simulator/calibration/measure_server.h"

#include <algorithm>
#include <array>

#include "simulator/calibration/commands.h"
#include "simulator/calibration/crowd.h"

namespace stampede::calibration {
namespace {

constexpr std::size_t kLargestCrowd = 1000;
constexpr std::uint64_t kCrowdBytesMax = 8U << 20U;
constexpr std::array kCrowdShares = {0.1, 0.25, 0.5, 0.75, 1.0};
constexpr std::size_t kSizeCrowd = 4;
constexpr std::array<std::uint64_t, 6> kValueSizes = {1U << 10U,   32U << 10U,  64U << 10U,
                                                      128U << 10U, 192U << 10U, 256U << 10U};
constexpr std::size_t kRounds = 150;
constexpr std::size_t kRoundsMin = 5;
constexpr std::size_t kWarmUpRounds = 2;
constexpr std::size_t kRoundTripsPerRound = 40;
constexpr double kCountedQuantile = 0.25;

// One point of a line: the same thing measured again and again.
struct Series {
  double x = 0;
  std::vector<double> ns;

  Point point() const { return {x, quantile(ns, kCountedQuantile)}; }
  double scatter_share() const { return quantile(ns, 1 - kCountedQuantile) / quantile(ns, kCountedQuantile) - 1; }
};

class Measurement {
 public:
  Measurement(runtime::Scheduler& scheduler, Redis& redis, const measure::RedisUsage& usage, std::uint64_t value_size)
      : scheduler_(scheduler),
        redis_(redis),
        usage_(usage),
        value_(value_size, 'v'),
        largest_crowd_(std::clamp<std::size_t>(kCrowdBytesMax / value_size, 10, kLargestCrowd)),
        crowd_(scheduler, largest_crowd_),
        commands_(measured_commands(redis, value_, largest_crowd_)),
        command_series_(commands_.size()) {
    for (std::vector<Series>& series : command_series_) {
      for (const double share : kCrowdShares) series.push_back({crowd_size(share), {}});
    }
    wire_bytes_.resize(commands_.size());
    for (const std::uint64_t size : kValueSizes) sized_values_.emplace_back(size, 'v');
    prepare_data(redis_, value_);
  }

  // False: interrupted on the way. With a distant server a round takes long.
  bool round(bool keep, const std::function<bool()>& interrupted) {
    measure_round_trips(keep);
    for (std::size_t i = 0; i < commands_.size(); ++i) {
      if (interrupted()) return false;
      measure_command(i, keep);
    }
    measure_sizes(keep);
    if (keep) ++rounds_;
    return true;
  }

  Samples take() {
    Samples samples{.round_trips_ns = std::move(round_trips_ns_),
                    .alone_ns = {},
                    .commands = {},
                    .sizes = {},
                    .process = {},
                    .rounds = rounds_};
    for (std::size_t i = 0; i < commands_.size(); ++i) {
      CrowdSamples crowds{.name = commands_[i].name, .wire_bytes = wire_bytes_[i], .crowds = {}, .scatter_share = 0};
      std::vector<double> scatter_shares;
      for (const Series& series : command_series_[i]) {
        crowds.crowds.push_back(series.point());
        scatter_shares.push_back(series.scatter_share());
      }
      crowds.scatter_share = median(std::move(scatter_shares));
      samples.commands.push_back(std::move(crowds));
    }
    for (const bool reading : {true, false}) {
      SizeSamples sizes{.name = reading ? "GET" : "SET", .sizes = {}};
      for (const Series& series : reading ? read_series_ : write_series_) sizes.sizes.push_back(series.point());
      samples.sizes.push_back(std::move(sizes));
    }
    return samples;
  }

 private:
  double crowd_size(double share) const {
    return std::max(1.0, static_cast<double>(static_cast<std::size_t>(share * static_cast<double>(largest_crowd_))));
  }

  void measure_round_trips(bool keep) {
    for (std::size_t i = 0; i < kRoundTripsPerRound; ++i) {
      const TimePoint begin = scheduler_.now();
      redis_.get(small_key());
      const TimePoint end = scheduler_.now();
      if (keep) round_trips_ns_.push_back(static_cast<double>((end - begin).count()));
    }
  }

  void measure_command(std::size_t index, bool keep) {
    const MeasuredCommand& command = commands_[index];
    for (Series& series : command_series_[index]) {
      const auto count = static_cast<std::size_t>(series.x);
      if (command.prepare) crowd_.run(count, command.prepare);
      const std::uint64_t bytes_before = bytes_so_far();
      const Duration time = crowd_.run(count, command.send);
      if (keep) series.ns.push_back(static_cast<double>(time.count()));
      wire_bytes_[index] = static_cast<double>(bytes_so_far() - bytes_before) / series.x;
    }
  }

  void measure_sizes(bool keep) {
    for (std::size_t i = 0; i < sized_values_.size(); ++i) {
      const RedisKey key{"sized"};
      measure_size(write_series_[i], keep,
                   [&](std::size_t) { redis_.set_px(key, sized_values_[i], std::chrono::minutes(10)); });
      measure_size(read_series_[i], keep, [&](std::size_t) { redis_.get(key); });
    }
  }

  void measure_size(Series& series, bool keep, const std::function<void(std::size_t)>& send) {
    const std::uint64_t bytes_before = bytes_so_far();
    const Duration time = crowd_.run(kSizeCrowd, send);
    series.x = static_cast<double>(bytes_so_far() - bytes_before);
    if (keep) series.ns.push_back(static_cast<double>(time.count()));
  }

  std::uint64_t bytes_so_far() const { return usage_.bytes_sent + usage_.bytes_received; }

  runtime::Scheduler& scheduler_;
  Redis& redis_;
  const measure::RedisUsage& usage_;
  std::string value_;
  std::size_t largest_crowd_;
  Crowd crowd_;
  std::vector<MeasuredCommand> commands_;
  std::vector<std::vector<Series>> command_series_;
  std::vector<double> wire_bytes_;
  std::vector<std::string> sized_values_;
  std::array<Series, kValueSizes.size()> read_series_;
  std::array<Series, kValueSizes.size()> write_series_;
  std::vector<double> round_trips_ns_;
  std::size_t rounds_ = 0;
};

}  // namespace

std::optional<Samples> measure_server(runtime::Scheduler& scheduler, Redis& redis, const measure::RedisUsage& usage,
                                      const MeasureSettings& settings) {
  const TimePoint begin = scheduler.now();
  Measurement measurement(scheduler, redis, usage, settings.value_size_bytes);
  for (std::size_t i = 0; i < kWarmUpRounds + kRounds; ++i) {
    const Duration passed = scheduler.now() - begin;
    if (i >= kWarmUpRounds + kRoundsMin && passed > settings.time_limit) break;
    settings.on_progress(std::max(static_cast<double>(i) / static_cast<double>(kWarmUpRounds + kRounds),
                                  std::min(to_seconds(passed) / to_seconds(settings.time_limit), 1.0)));
    if (!measurement.round(i >= kWarmUpRounds, settings.interrupted)) return std::nullopt;
  }
  return measurement.take();
}

}  // namespace stampede::calibration
