// A strategy on a fake Redis whose expiries follow the stage's own clock.
#pragma once

#include <memory>
#include <string>

#include "tests/traces/stage.h"
#include "tests/unit/strategies/fakes.h"

namespace stampede {

struct Played {
  explicit Played(const std::string& strategy, const traces::Stage::Given& given = {})
      : redis([this] { return stage ? stage->clock.now() : TimePoint{}; }),
        stage(std::make_unique<traces::Stage>(redis, strategy, given)) {}

  FakeRedis redis;
  std::unique_ptr<traces::Stage> stage;
};

}  // namespace stampede
