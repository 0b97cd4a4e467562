// Dominance between strategies.
#include "reports/chart/pareto.h"

#include <algorithm>
#include <array>
#include <optional>

#include "reports/chart/figures.h"

namespace stampede::reports {
namespace {

constexpr std::array kCosts{measures::kRecomputations, measures::kLatencyP99, measures::kStale, measures::kOutdated,
                            measures::kWithoutValue};

// Empty: nothing that can be compared.
std::vector<double> costs_of(const Subject& subject) {
  if (subject.row.is_bound || !subject.is_valid() || subject.row.cut_off()) return {};
  std::vector<double> costs;
  for (const Measure& measure : kCosts) {
    // What was never counted did not happen; without a request there is no latency to compare.
    const std::optional<Figure> figure = figure_of(subject, measure);
    if (!figure && measure.field == measures::kLatencyP99.field) return {};
    costs.push_back(figure ? figure->value : 0);
  }
  return costs;
}

bool dominates(const std::vector<double>& left, const std::vector<double>& right) {
  bool better = false;
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (left[i] > right[i]) return false;
    better = better || left[i] < right[i];
  }
  return better;
}

}  // namespace

std::vector<bool> undominated(const std::vector<std::vector<double>>& costs) {
  std::vector<bool> front;
  for (const std::vector<double>& one : costs) {
    front.push_back(std::none_of(costs.begin(), costs.end(),
                                 [&](const std::vector<double>& other) { return dominates(other, one); }));
  }
  return front;
}

std::vector<bool> pareto_front(const std::vector<Subject>& subjects) {
  std::vector<std::size_t> compared;
  std::vector<std::vector<double>> costs;
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    if (std::vector<double> own = costs_of(subjects[i]); !own.empty()) {
      compared.push_back(i);
      costs.push_back(std::move(own));
    }
  }
  const std::vector<bool> undominated_ones = undominated(costs);
  std::vector<bool> front(subjects.size(), false);
  for (std::size_t i = 0; i < compared.size(); ++i) front[compared[i]] = undominated_ones[i];
  return front;
}

}  // namespace stampede::reports
