// One thread works on one thing after another; what costs nothing takes no time.
#include "simulator/runtime/process_cpu.h"

#include <gtest/gtest.h>

namespace stampede::runtime {
namespace {

using namespace std::chrono_literals;

TimePoint at(Duration since_start) { return TimePoint(since_start); }

TEST(ProcessCpu, CostsNothingUnlessToldSo) {
  ProcessCpu cpu;
  EXPECT_TRUE(cpu.costs_nothing());
  EXPECT_EQ(cpu.receive_request(at(5us)), at(5us));
  EXPECT_EQ(cpu.start_request(at(5us)), at(5us));
  EXPECT_EQ(cpu.send_commands(at(5us), 1000), at(5us));
  EXPECT_EQ(cpu.read_replies(at(7us), 1000), at(7us));
  EXPECT_FALSE(ProcessCpu({.request = 1ns, .command = {}}).costs_nothing());
  EXPECT_FALSE(ProcessCpu({.request = {}, .command = 1ns}).costs_nothing());
}

TEST(ProcessCpu, SpendsHalfOfACostAtEachEnd) {
  ProcessCpu requests({.request = 7ns, .command = {}});
  EXPECT_EQ(requests.receive_request(at(0ns)), at(3ns));
  EXPECT_EQ(requests.start_request(at(3ns)), at(7ns));
  ProcessCpu commands({.request = {}, .command = 9ns});
  EXPECT_EQ(commands.send_commands(at(0ns), 3), at(12ns));
  EXPECT_EQ(commands.read_replies(at(12ns), 3), at(27ns));
}

TEST(ProcessCpu, TakesOneThingAfterAnother) {
  ProcessCpu cpu({.request = 20us, .command = 2us});
  EXPECT_EQ(cpu.receive_request(at(0us)), at(10us));
  EXPECT_EQ(cpu.send_commands(at(4us), 1), at(11us));
  EXPECT_EQ(cpu.start_request(at(10us)), at(21us));
  // Idle for a while, which is not made up for.
  EXPECT_EQ(cpu.read_replies(at(50us), 1), at(51us));
}

}  // namespace
}  // namespace stampede::runtime
