// Requests and their clients: each ends exactly once, whatever the system does with it afterwards.
#include <gtest/gtest.h>

#include "simulator/experiment/request.h"
#include "tests/fakes/jumping_clock.h"

namespace stampede::experiment {
namespace {

using namespace std::chrono_literals;

class OpenRequestsTest : public testing::Test {
 protected:
  void with_requests(std::optional<Duration> timeout,
                     const std::function<void(runtime::Scheduler&, OpenRequests&)>& body) {
    JumpingClock clock;
    runtime::Scheduler::run(clock, [&](runtime::Scheduler& scheduler) {
      OpenRequests requests(scheduler, recorder_, timeout);
      body(scheduler, requests);
      scheduler.cancel_others();
    });
    metrics_ = recorder_.finish(TimePoint(10s)).metrics;
  }

  static measure::RequestFacts intended(TimePoint time) {
    return {.key = 0, .node = 0, .intended = time, .sent = time, .started = std::nullopt};
  }

  measure::Truth truth_;
  measure::Recorder recorder_{{.fresh_for = 60s, .key_names = {"item"}, .origin_capacity = std::nullopt}, truth_};
  measure::Metrics metrics_;
};

TEST_F(OpenRequestsTest, RecordsAreUsedAgainOnceClientAndSystemAreDone) {
  with_requests(10ms, [](runtime::Scheduler& scheduler, OpenRequests& requests) {
    Request& first = requests.open(intended(scheduler.now()), nullptr);
    requests.answer(first, Answer::empty(), scheduler.now());
    Request& second = requests.open(intended(scheduler.now()), nullptr);
    EXPECT_NE(&second, &first);  // the system still holds it
    requests.let_go(first);
    Request& third = requests.open(intended(scheduler.now()), nullptr);
    EXPECT_EQ(&third, &first);
    requests.reject(third);
    requests.let_go(third);

    scheduler.sleep_until(TimePoint(10ms));  // the client of the second gives up
    EXPECT_TRUE(requests.none_open());
    Request& fourth = requests.open(intended(scheduler.now()), nullptr);
    EXPECT_NE(&fourth, &second);
    requests.answer(second, Answer::empty(), scheduler.now());  // too late
    requests.let_go(second);
    EXPECT_EQ(requests.open_count(), 1U);
    requests.answer(fourth, Answer::empty(), scheduler.now());
    requests.let_go(fourth);
  });
  EXPECT_EQ(metrics_.at("requests"), 4);
  EXPECT_EQ(metrics_.at("answers.empty"), 2);
  EXPECT_EQ(metrics_.at("errors.rejected"), 1);
  EXPECT_EQ(metrics_.at("errors.timeout"), 1);
}

TEST_F(OpenRequestsTest, WhoHasGivenUpLosesNothingMore) {
  with_requests(10ms, [](runtime::Scheduler& scheduler, OpenRequests& requests) {
    Request& first = requests.open(intended(scheduler.now()), nullptr);
    Request& second = requests.open(intended(scheduler.now()), nullptr);
    requests.lose(first);
    requests.let_go(first);
    EXPECT_EQ(requests.open_count(), 1U);
    scheduler.sleep_until(TimePoint(20ms));
    requests.lose(second);
    requests.let_go(second);
    EXPECT_TRUE(requests.none_open());
  });
  EXPECT_EQ(metrics_.at("requests"), 2);
  EXPECT_EQ(metrics_.at("errors.node"), 1);
  EXPECT_EQ(metrics_.at("errors.timeout"), 1);
}

TEST_F(OpenRequestsTest, AtTheDrainLimitTheOpenOnesAreUnansweredAndThoseDueTimedOut) {
  with_requests(10ms, [](runtime::Scheduler& scheduler, OpenRequests& requests) {
    scheduler.sleep_until(TimePoint(20ms));
    Request& late = requests.open(intended(TimePoint(5ms)), nullptr);
    Request& open = requests.open(intended(TimePoint(15ms)), nullptr);
    requests.abandon_all();
    EXPECT_TRUE(requests.none_open());
    requests.answer(open, Answer::empty(), scheduler.now());
    requests.answer(late, Answer::empty(), scheduler.now());
    requests.let_go(open);
    requests.let_go(late);
    scheduler.sleep_until(TimePoint(1s));  // no timeout is counted later on
  });
  EXPECT_EQ(metrics_.at("requests"), 2);
  EXPECT_EQ(metrics_.at("errors.unanswered"), 1);
  EXPECT_EQ(metrics_.at("errors.timeout"), 1);
}

class NotingClient final : public Client {
 public:
  void on_outcome(const Ending& /*ending*/, TimePoint now) noexcept override {
    ended_.push_back(now.time_since_epoch());
  }
  const std::vector<Duration>& ended() const { return ended_; }

 private:
  std::vector<Duration> ended_;
};

TEST_F(OpenRequestsTest, TheClientHearsOfEveryEndOnceAndWhen) {
  std::array<NotingClient, 4> clients;
  with_requests(10ms, [&](runtime::Scheduler& scheduler, OpenRequests& requests) {
    std::vector<Request*> opened;
    for (NotingClient& client : clients) {
      opened.push_back(&requests.open(intended(scheduler.now()), &client));
      scheduler.sleep_until(scheduler.now() + 1ms);
    }
    requests.answer(*opened[0], Answer::empty(), scheduler.now());
    scheduler.sleep_until(TimePoint(5ms));
    requests.reject(*opened[1]);
    scheduler.sleep_until(TimePoint(12ms + 500us));
    requests.abandon_all();
    scheduler.sleep_until(TimePoint(20ms));
  });
  std::vector<Duration> ended;
  for (const NotingClient& client : clients) {
    ASSERT_EQ(client.ended().size(), 1U);
    ended.push_back(client.ended().front());
  }
  EXPECT_EQ(ended, (std::vector<Duration>{4ms, 5ms, 12ms, 12ms + 500us}));
}

TEST_F(OpenRequestsTest, TimeoutsStrikeAtTheirTime) {
  with_requests(10ms, [](runtime::Scheduler& scheduler, OpenRequests& requests) {
    for (const Duration due : {0ms, 0ms, 3ms, 30ms}) {
      scheduler.sleep_until(TimePoint(due));
      requests.open(intended(scheduler.now()), nullptr);
    }
    scheduler.sleep_until(TimePoint(39ms));
    EXPECT_EQ(requests.open_count(), 1U);
    scheduler.sleep_until(TimePoint(40ms));
    EXPECT_TRUE(requests.none_open());
  });
  EXPECT_EQ(metrics_.at("errors.timeout"), 4);
  EXPECT_NEAR(metrics_.at("latency_ms.max"), 10, 0.1);
}

}  // namespace
}  // namespace stampede::experiment
