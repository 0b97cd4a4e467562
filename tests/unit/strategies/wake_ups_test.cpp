// WakeUps: a message is not missed by somebody who has taken a seat, and rooms go with the last of them.
#include "strategies/wake_ups.h"

#include <gtest/gtest.h>

#include "tests/unit/strategies/played.h"

namespace stampede {
namespace {

using namespace std::chrono_literals;

class WakeUpsTest : public testing::Test {
 protected:
  WakeUpsTest() { wake_ups_.subscribe(); }

  std::uint64_t sleeps() const { return clock_.sleeps; }

  traces::ManualClock clock_;
  FakeRedis redis_{[this] { return clock_.now(); }};
  traces::ScriptedOrigin origin_;
  traces::ScriptedFibers fibers_;
  traces::LonelyWaiting waiting_{clock_, fibers_};
  traces::ScriptedQueue queue_{redis_};
  traces::ScriptedRows rows_;
  traces::CountedEvents events_;
  traces::FixedLabels labels_;
  traces::CountingRandom random_;
  traces::ScriptedPlacement placement_;
  Environment environment_{.redis = redis_,
                           .origin = origin_,
                           .source = origin_,
                           .rows = rows_,
                           .clock = clock_,
                           .waiting = waiting_,
                           .fibers = fibers_,
                           .background = queue_,
                           .events = events_,
                           .labels = labels_,
                           .random = random_,
                           .placement = placement_,
                           .freshness = {},
                           .parameters = {}};
  WakeUps wake_ups_{environment_, RedisKey{"channel"}};
};

TEST_F(WakeUpsTest, AMessageBetweenTheLookAndTheWaitIsNotMissed) {
  WakeUps::Seat seat(wake_ups_, "a");
  const std::uint64_t seen = seat.messages();
  wake_ups_.publish("a");
  EXPECT_TRUE(seat.wait(seen, 1h));
  EXPECT_EQ(sleeps(), 0U);
  EXPECT_FALSE(seat.wait(seat.messages(), 1h));
  EXPECT_EQ(sleeps(), 1U);
}

TEST_F(WakeUpsTest, MessagesForOthersWakeNobodyHere) {
  WakeUps::Seat seat(wake_ups_, "a");
  wake_ups_.publish("b");
  EXPECT_EQ(seat.messages(), 0U);
}

TEST_F(WakeUpsTest, SeatsOfOneNameShareARoomWhichGoesWithTheLast) {
  auto first = std::make_unique<WakeUps::Seat>(wake_ups_, "a");
  const WakeUps::Seat second(wake_ups_, "a");
  wake_ups_.publish("a");
  EXPECT_EQ(second.messages(), 1U);
  first.reset();
  EXPECT_EQ(second.messages(), 1U);
  {
    const WakeUps::Seat third(wake_ups_, "b");
    wake_ups_.publish("b");
  }
  const WakeUps::Seat fourth(wake_ups_, "b");
  EXPECT_EQ(fourth.messages(), 0U);
}

}  // namespace
}  // namespace stampede
