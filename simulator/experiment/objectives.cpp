#include "simulator/experiment/objectives.h"

namespace stampede::experiment {

std::vector<reports::ObjectiveOutcome> judge(const std::vector<scenario::Objective>& objectives,
                                             const std::map<std::string, double>& metrics) {
  std::vector<reports::ObjectiveOutcome> outcomes;
  for (const scenario::Objective& objective : objectives) {
    reports::ObjectiveOutcome outcome{
        .metric = objective.metric, .min = objective.min, .max = objective.max, .value = std::nullopt};
    if (const auto metric = metrics.find(objective.metric); metric != metrics.end()) {
      outcome.value = metric->second;
      outcome.met =
          (!objective.min || metric->second >= *objective.min) && (!objective.max || metric->second <= *objective.max);
    }
    outcomes.push_back(std::move(outcome));
  }
  return outcomes;
}

}  // namespace stampede::experiment
