// A model server with known costs gives its costs back.
#include "simulator/calibration/derive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "simulator/calibration/rounding.h"
#include "simulator/measure/random_stream.h"

namespace stampede::calibration {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::Pair;

constexpr double kByteNs = 0.5;  // 2e9 bytes per second
constexpr double kDelayNs = 13'000;

// What measuring would give on a server that is exactly like the model, but for noise.
class ModelServer {
 public:
  explicit ModelServer(double noise = 0) : noise_(noise) {
    for (int i = 0; i < 1000; ++i) samples_.round_trips_ns.push_back(disturbed(2 * kDelayNs + each(300, 80)));
    for (const char* name : {"GET", "SET"}) {
      SizeSamples sizes{.name = name, .sizes = {}};
      for (const double bytes : {4e3, 128e3, 512e3, 1e6}) {
        sizes.sizes.push_back({bytes, disturbed(2 * kDelayNs + 4 * 300 + bytes * kByteNs)});
      }
      samples_.sizes.push_back(sizes);
    }
    add(kSmallGet, 300, 80);
  }

  void add(const char* name, double own_ns, double bytes) {
    CrowdSamples crowds{.name = name, .wire_bytes = bytes, .crowds = {}, .scatter_share = noise_};
    for (const double n : {100.0, 250.0, 500.0, 750.0, 1000.0}) {
      crowds.crowds.push_back({n, disturbed(2 * kDelayNs + n * each(own_ns, bytes))});
    }
    samples_.commands.push_back(crowds);
  }

  Samples& samples() { return samples_; }
  Calibration calibration() const { return derive(samples_); }

 private:
  static double each(double own_ns, double bytes) { return own_ns + bytes * kByteNs; }
  double disturbed(double ns) { return ns * (1 + noise_ * stream_.uniform()); }

  double noise_;
  measure::RandomStream stream_{7, "noise"};
  Samples samples_;
};

TEST(Derive, FindsTheCostsOfTheModel) {
  ModelServer server;
  server.add("TTL", 250, 100);       // within 20 %
  server.add("EVALSHA", 2500, 200);  // more
  server.add("EXISTS", 230, 100);    // less
  const scenario::Network network = server.calibration().network;
  EXPECT_EQ(network.one_way_delay, scenario::TimeDistribution(scenario::ConstantTime{13us}));
  EXPECT_EQ(network.command_time, 300ns);
  EXPECT_THAT(network.command_times, ElementsAre(Pair("EVALSHA", 2500ns), Pair("EXISTS", 230ns)));
  EXPECT_NEAR(static_cast<double>(network.bandwidth_bytes_per_s.value()), 2e9, 1e6);
}

TEST(Derive, FindsThemThroughNoise) {
  ModelServer server(0.04);
  server.add("EVALSHA", 2500, 200);
  const scenario::Network network = server.calibration().network;
  EXPECT_NEAR(static_cast<double>(network.command_time.count()), 300, 60);
  EXPECT_NEAR(static_cast<double>(network.command_times.at("EVALSHA").count()), 2500, 200);
  EXPECT_NEAR(static_cast<double>(network.bandwidth_bytes_per_s.value()), 2e9, 2e8);
  const auto delay = std::get<scenario::ConstantTime>(network.one_way_delay).value;
  EXPECT_NEAR(static_cast<double>(delay.count()), kDelayNs, kDelayNs * 0.05);
}

TEST(Derive, SaysHowQuietItWas) { EXPECT_EQ(ModelServer(0.04).calibration().scatter_share, 0.04); }

TEST(Derive, SharesATransactionsOwnTimeBetweenItsBeginAndItsEnd) {
  ModelServer server;
  server.add(kTransaction, 300 + 2 * 700, 180);
  EXPECT_THAT(server.calibration().network.command_times, ElementsAre(Pair("EXEC", 700ns), Pair("MULTI", 700ns)));
}

TEST(Derive, ListsAReadOfRealValuesAndTheSetOfLocks) {
  ModelServer server;
  server.add("GET", 600, 1100);
  server.add("SET", 5000, 1100);
  server.add(kLockSet, 500, 150);
  EXPECT_THAT(server.calibration().network.command_times, ElementsAre(Pair("GET", 600ns), Pair("SET", 500ns)));
}

TEST(Derive, GivesADistributionWhereRoundTripsAreSpreadWide) {
  ModelServer server;
  for (std::size_t i = 0; i < 30; ++i) server.samples().round_trips_ns[i] = 200'000;
  EXPECT_TRUE(std::holds_alternative<scenario::LognormalTime>(server.calibration().network.one_way_delay));
}

TEST(Derive, FindsWhatTheClientsThreadNeeds) {
  ModelServer server;
  EXPECT_EQ(server.calibration().network.node_cpu, scenario::NodeCpu{});
  ProcessSamples process{.idle = {}, .asking = {{.bursts = {}, .commands = 4}, {.bursts = {}, .commands = 2}}};
  for (const double n : {100.0, 500.0, 1000.0}) {
    process.idle.push_back({n, 90'000 + n * 400});
    process.asking[0].bursts.push_back({n, 70'000 + n * (400 + 4 * 600)});
    process.asking[1].bursts.push_back({n, 70'000 + n * (400 + 2 * 700)});
  }
  server.samples().process = process;
  const scenario::NodeCpu expected{.per_request = 400ns, .per_command = 650ns, .one_thread_for_all = true};
  EXPECT_EQ(server.calibration().network.node_cpu, expected);
  // With noise, commands may seem to cost less than nothing.
  for (ProcessSamples::Asking& asking : server.samples().process->asking) asking.bursts = {{100, 9e4}, {1000, 9e4}};
  EXPECT_EQ(server.calibration().network.node_cpu.per_command, 0ns);
}

TEST(Derive, FindsWhatAConnectionCostsTheServer) {
  ModelServer server;
  EXPECT_EQ(server.calibration().network.socket_time, 0ns);
  const double small_get_ns = 300 + 80 * kByteNs;
  server.samples().alone_ns = small_get_ns + 2600;
  for (double& round_trip : server.samples().round_trips_ns) round_trip += 2600;
  const scenario::Network network = server.calibration().network;
  EXPECT_EQ(network.socket_time, 2600ns);
  // A round trip has it, too.
  EXPECT_EQ(network.one_way_delay, scenario::TimeDistribution(scenario::ConstantTime{13us}));
  server.samples().alone_ns = small_get_ns - 50;
  EXPECT_EQ(server.calibration().network.socket_time, 0ns);
}

TEST(Derive, NeverGivesATimeBelowNothing) {
  ModelServer server;
  server.samples().commands.clear();
  server.add(kSmallGet, -400, 80);
  server.add("EXISTS", 50, 100);
  const scenario::Network network = server.calibration().network;
  EXPECT_EQ(network.command_time, 0ns);
  EXPECT_THAT(network.command_times, ElementsAre(Pair("EXISTS", 50ns)));
}

TEST(Derive, HasNoBandwidthWhereBytesCostNothing) {
  ModelServer server;
  for (SizeSamples& sizes : server.samples().sizes) {
    for (Point& point : sizes.sizes) point.y = 30'000;
  }
  EXPECT_EQ(server.calibration().network.bandwidth_bytes_per_s, std::nullopt);
}

TEST(Derive, RefusesToGuess) {
  ModelServer without_get;
  without_get.samples().commands.clear();
  EXPECT_THROW(without_get.calibration(), std::invalid_argument);
  ModelServer without_sizes;
  without_sizes.samples().sizes.clear();
  EXPECT_THROW(without_sizes.calibration(), std::invalid_argument);
  ModelServer without_round_trips;
  without_round_trips.samples().round_trips_ns.clear();
  EXPECT_THROW(without_round_trips.calibration(), std::invalid_argument);
}

TEST(Rounding, LeavesThreeDigitsOfATime) {
  EXPECT_EQ(rounded(0.4), 0ns);
  EXPECT_EQ(rounded(-3), 0ns);
  EXPECT_EQ(rounded(412.4), 412ns);
  EXPECT_EQ(rounded(12'345), 12'300ns);
  EXPECT_EQ(rounded(999'960), 1ms);
}

TEST(Rounding, LeavesWholeUnitsOfASize) {
  EXPECT_EQ(rounded_size(1.5e9), 1431U << 20U);
  EXPECT_EQ(rounded_size(5'000'000), 4883U << 10U);
  EXPECT_EQ(rounded_size(3), 1024U);
}

}  // namespace
}  // namespace stampede::calibration
