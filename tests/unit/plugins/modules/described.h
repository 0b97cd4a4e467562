// Strategies of which only the description matters.
#pragma once

#include "strategies/plugin.h"

namespace stampede {

class Empty final : public Strategy {
 public:
  Answer get(const Key& /*key*/) override { return Answer::empty(); }
};

inline StrategyInfo described(std::string name) {
  StrategyInfo info;
  info.name = std::move(name);
  info.summary = "Answers nothing.";
  info.create = [](Environment& /*environment*/) { return std::make_unique<Empty>(); };
  return info;
}

}  // namespace stampede
