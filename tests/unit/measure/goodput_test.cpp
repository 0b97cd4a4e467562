// Answers that come while they are of use, and those for which nobody had to compute.
#include <gmock/gmock.h>

#include "tests/unit/measure/recorder_fixture.h"

namespace stampede::measure {
namespace {

using testing::ElementsAre;

class Goodput : public RecorderTest {
 protected:
  Goodput() {
    settings.measure_from = at_ms(1000);
    settings.load_length = ms(2000);
    settings.good_within = ms(500);
  }
};

TEST_F(Goodput, CountsValuesWithinTheTimePerSecondOfTheMeasuredLoad) {
  answer(request(900), value(800), 910);                             // not measured
  answer(request(1000), value(900), 1500);                           // just in time
  answer(request(1000), value(900), 1501);                           // too late
  answer(request(1100), value(-9000), 1110);                         // stale, and a value
  answer(request(1200), value(1100, 1, kNoComputation, "b"), 1210);  // another key's
  answer(request(1200), Answer::empty(), 1210);
  answer(request(1200), Answer::error(ErrorKind::origin), 1210);
  recorder().gave_up(request(1200), at_ms(1300));
  answer(request(2900), value(2800), 3300);  // the load is over at 3000: the request was due before
  const Measurements run = finish();
  EXPECT_EQ(figure(run, "goodput_per_s"), 3 / 2.0);
}

TEST_F(Goodput, HasNoFigureWhereNothingSaysWhatIsGoodOrHowLongTheLoadTakes) {
  settings.good_within.reset();
  answer(request(1000), value(900), 1001);
  const Measurements run = finish();
  EXPECT_FALSE(has(run, "goodput_per_s"));
  EXPECT_FALSE(run.series.columns.contains("answers.good"));
}

TEST_F(Goodput, HasNoFigureOfABurst) {
  settings.load_length = ms(0);
  answer(request(1000), value(900), 1001);
  EXPECT_FALSE(has(finish(), "goodput_per_s"));
}

TEST_F(Goodput, AHitIsAnAnswerThatWasComputedBeforeItsRequestWasDue) {
  answer(request(1000), value(1000), 1001);
  answer(request(1000), value(1001), 1002);  // computed for it, or for somebody else beside it
  answer(request(1000), value(-9000), 1001);
  answer(request(1000), value(900, 1, kNoComputation, "b"), 1001);
  EXPECT_EQ(figure(finish(), "hit_ratio"), 0.5);
}

TEST_F(Goodput, SeriesCountGoodAnswersWhenTheyComeAndHitsAmongThoseWhoWereDue) {
  const RequestFacts waits = request(1050);
  answer(request(1060), value(900), 1070);
  answer(request(1150), value(900), 1160);
  answer(waits, value(1240), 1250);
  const Measurements run = finish(1400);
  EXPECT_THAT(run.series.columns.at("answers.good"), ElementsAre(1, 1, 1, 0));
  EXPECT_THAT(run.series.columns.at("hit_ratio"), ElementsAre(0.5, 1, std::nullopt, std::nullopt));
}

}  // namespace
}  // namespace stampede::measure
