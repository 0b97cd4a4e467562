// All that can be wrong with what strategies say of themselves, and one that is right.
#include "described.h"

namespace {

using namespace stampede;

StrategyInfo right() { return described("right"); }
StrategyInfo right_again() { return described("right"); }
StrategyInfo no_name() { return described(""); }
StrategyInfo layered_name() { return described("a/b"); }
StrategyInfo reserved() { return described("layers"); }

StrategyInfo two_lines() {
  StrategyInfo info = described("two_lines");
  info.summary = "One line.\nAnother.";
  return info;
}

StrategyInfo bound() {
  StrategyInfo info = described("bound");
  info.is_bound = true;
  return info;
}

StrategyInfo no_create() {
  StrategyInfo info = described("no_create");
  info.create = nullptr;
  return info;
}

StrategyInfo twice() {
  StrategyInfo info = described("twice");
  info.parameters = {ParameterSpec::boolean("flag", true, "A flag."), ParameterSpec::real("flag", 0, 0, 1, "Another.")};
  return info;
}

StrategyInfo mixed_types() {
  StrategyInfo info = described("mixed_types");
  info.parameters = {ParameterSpec::integer("count", 1, 0, 2, "A number.")};
  info.parameters.front().max = 2.5;
  return info;
}

StrategyInfo no_default() {
  StrategyInfo info = described("no_default");
  info.parameters = {ParameterSpec::boolean("flag", true, "A flag.")};
  info.parameters.front().default_value.reset();
  return info;
}

StrategyInfo odd_parameter() {
  StrategyInfo info = described("odd_parameter");
  info.parameters = {ParameterSpec::boolean("a=b", true, "A flag.")};
  return info;
}

}  // namespace

STAMPEDE_PLUGIN(right, right_again, no_name, layered_name, reserved, two_lines, bound, no_create, twice, mixed_types,
                no_default, odd_parameter);
