// Metrics of strategies as columns of a table.
#include "reports/chart/figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "reports/chart/pareto.h"
#include "simulator/measure/human_units.h"
#include "simulator/measure/metric_registry.h"

namespace stampede::reports {
namespace {

using nlohmann::json;

constexpr std::array kAllMeasures{measures::kRecomputations, measures::kInline,       measures::kBackground,
                                  measures::kRedundant,      measures::kLatencyP99,   measures::kStale,
                                  measures::kOutdated,       measures::kWithoutValue, measures::kCommands,
                                  measures::kBytes,          measures::kStatements};

double without_value(const RunResult& run) {
  double sum = 0;
  for (const auto& [name, value] : run.metrics) {
    if (name.starts_with("errors.") || name == "answers.empty") sum += value;
  }
  return sum;
}

Figure worst_without_value(const Subject& subject) {
  Figure figure{0, without_value(*subject.runs.front()), 0};
  for (const RunResult* run : subject.runs) {
    figure.low = std::min(figure.low, without_value(*run));
    figure.high = std::max(figure.high, without_value(*run));
  }
  figure.value = figure.high;
  return figure;
}

std::string value_text(double value, const Measure& measure) {
  const measure::MetricInfo* info = measure::find_metric(measure.metric);
  if (info != nullptr && info->unit == "ms") return measure::human_milliseconds(value);
  return info == nullptr || info->kind == measure::MetricKind::count ? measure::human_count(value)
                                                                     : measure::human_number(value);
}

std::string runs_text(const StrategyRow& row) {
  if (row.not_valid == 0) return fmt::format("{}", row.repetitions);
  if (row.not_valid == row.repetitions) return fmt::format("{}, none of them valid", row.repetitions);
  return fmt::format("{}, and {} not valid and left out", row.repetitions - row.not_valid, row.not_valid);
}

}  // namespace

std::optional<Figure> figure_of(const Subject& subject, const Measure& measure) {
  return measure.metric.empty() ? worst_without_value(subject) : subject.figure(measure.metric);
}

std::string figure_text(const Subject& subject, const Measure& measure) {
  const std::optional<Figure> figure = figure_of(subject, measure);
  if (!figure) return "-";
  return value_text(figure->value, measure) + (measure.counts_work && subject.row.cut_off() ? "+" : "");
}

std::string title_of(const Measure& measure) {
  const measure::MetricInfo* info = measure::find_metric(measure.metric);
  // "recomputations (computations)" would say it twice.
  if (info == nullptr || info->kind == measure::MetricKind::count ||
      measure.words.find(info->unit) != std::string::npos) {
    return std::string(measure.words);
  }
  return with_unit(measure.words, measure.metric);
}

Extent extent_of(const std::vector<Subject>& subjects, const Measure& measure) {
  Extent extent;
  for (const Subject& subject : subjects) {
    if (const auto figure = figure_of(subject, measure)) {
      extent.add(figure->low);
      extent.add(figure->high);
      extent.add(figure->value);
    }
  }
  return extent;
}

bool any_positive(const std::vector<Subject>& subjects, const Measure& measure) {
  return extent_of(subjects, measure).high() > 0;
}

std::string extremes_sentence(const std::vector<Subject>& subjects, const Measure& measure) {
  const Subject* least = nullptr;
  const Subject* most = nullptr;
  const auto value = [&](const Subject& subject) { return figure_of(subject, measure)->value; };
  for (const Subject& subject : subjects) {
    if (subject.row.is_bound || !subject.is_valid() || !figure_of(subject, measure)) continue;
    if (least == nullptr || value(subject) < value(*least)) least = &subject;
    if (most == nullptr || value(subject) > value(*most)) most = &subject;
  }
  if (least == nullptr) return "";
  if (value(*least) == value(*most)) {
    return fmt::format("{}: {} with every strategy that ran.", title_of(measure), figure_text(*least, measure));
  }
  return fmt::format("{}: from {} with {} to {} with {}.", title_of(measure), figure_text(*least, measure), least->name,
                     figure_text(*most, measure), most->name);
}

Table strategies_table(const std::vector<Subject>& subjects) {
  std::vector<std::string> columns{"strategy", "status", "runs", "front"};
  for (const Measure& measure : kAllMeasures) {
    for (const char* suffix : {"", "_low", "_high", "_text"}) columns.push_back(std::string(measure.field) + suffix);
  }
  Table table(std::move(columns));
  const std::vector<bool> front = pareto_front(subjects);
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    const Subject& subject = subjects[i];
    const char* status = subject.row.is_bound ? "bound" : subject.is_valid() ? "valid" : "not valid";
    std::vector<json> row{subject.name, status, runs_text(subject.row), front[i] ? "yes" : "no"};
    for (const Measure& measure : kAllMeasures) {
      const std::optional<Figure> figure = figure_of(subject, measure);
      row.push_back(figure ? json(figure->value) : json());
      row.push_back(figure ? json(figure->low) : json());
      row.push_back(figure ? json(figure->high) : json());
      row.push_back(figure_text(subject, measure));
    }
    table.add(std::move(row));
  }
  return table;
}

}  // namespace stampede::reports
