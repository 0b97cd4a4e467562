// The shape of result.json. Keys keep the order in which a person wants to read them.
#include "reports/result/result_json.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "reports/result/frontier.h"
#include "reports/result/json_printer.h"
#include "simulator/measure/metric_registry.h"

namespace stampede::reports {
namespace {

using Json = nlohmann::ordered_json;

// Counts are integers in the file, so that nobody reads "1000.0 requests".
Json number(double value) {
  constexpr double kExactIntegersMax = 9007199254740992.0;
  if (std::trunc(value) == value && std::abs(value) <= kExactIntegersMax) {
    return static_cast<std::int64_t>(value);
  }
  return value;
}

Json metric_value(const std::string& name, double value) {
  const measure::MetricInfo* info = measure::find_metric(name);
  return info != nullptr && info->kind == measure::MetricKind::count ? number(value) : Json(value);
}

Json to_json(const Context& context) {
  Json json{{"version", context.version},
            {"git", context.git},
            {"build", context.build},
            {"compiler", context.compiler},
            {"host", context.host},
            {"cpus", context.cpus},
            {"redis_version", context.redis_version},
            {"started_at", context.started_at},
            {"command_line", context.command_line}};
  for (const Plugin& plugin : context.plugins) {
    json["plugins"].push_back({{"file", plugin.file}, {"hash", plugin.hash}, {"strategies", plugin.strategies}});
  }
  return json;
}

Json metrics_json(const RunResult& run) {
  Json metrics = Json::object();
  // The registry's order reads better than the alphabet's.
  for (const measure::MetricInfo& info : measure::all_metrics()) {
    const auto found = run.metrics.find(std::string(info.name));
    if (found != run.metrics.end() && std::isfinite(found->second)) {
      metrics[found->first] = metric_value(found->first, found->second);
    }
  }
  for (const auto& [name, value] : run.metrics) {
    if (!metrics.contains(name) && std::isfinite(value)) {
      metrics[name] = value;
    }
  }
  return metrics;
}

Json to_json(const Series& series) {
  Json columns = Json::object();
  for (const auto& [name, values] : series.columns) {
    Json column = Json::array();
    for (const std::optional<double>& value : values) {
      column.push_back(value && std::isfinite(*value) ? number(*value) : Json(nullptr));
    }
    columns[name] = std::move(column);
  }
  return Json{{"step_s", series.step_s}, {"columns", std::move(columns)}};
}

Json to_json(const HistogramData& histogram) {
  Json buckets = Json::array();
  for (const auto& [highest, count] : histogram.buckets) {
    buckets.push_back(Json::array({highest, count}));
  }
  return Json{{"unit", histogram.unit}, {"buckets", std::move(buckets)}};
}

Json to_json(const ObjectiveOutcome& objective) {
  Json json{{"metric", objective.metric}};
  const auto optional = [&json](const char* name, const std::optional<double>& value) {
    if (value && std::isfinite(*value)) {
      json[name] = number(*value);
    }
  };
  optional("min", objective.min);
  optional("max", objective.max);
  optional("value", objective.value);
  json["met"] = objective.met;
  return json;
}

Json to_json(const FaultOutcome& fault) {
  Json json{{"fault", fault.fault}};
  if (fault.began_s) {
    json["began_s"] = *fault.began_s;
  }
  if (fault.ended_s) {
    json["ended_s"] = *fault.ended_s;
  }
  json["seen"] = Json::object();
  for (const auto& [name, count] : fault.seen) {
    json["seen"][name] = number(count);
  }
  if (!fault.failure.empty()) {
    json["failure"] = fault.failure;
  }
  return json;
}

Json to_json(const EndpointOutcome& endpoint) {
  Json json{{"name", endpoint.name}, {"requests", endpoint.requests}, {"failed", endpoint.failed}};
  json["latency_ms"] = Json::object();
  for (const auto& [name, value] : endpoint.latency_ms) {
    json["latency_ms"][name] = value;
  }
  return json;
}

// What a person or a scenario file wrote; anything else is a text.
Json json_value(const std::string& text) {
  Json value = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  return value.is_discarded() ? Json(text) : value;
}

Json to_json(const Sweep& sweep) {
  Json vary = Json::array();
  for (const Variation& variation : sweep.vary) {
    Json values = Json::array();
    for (const std::string& value : variation.values) {
      values.push_back(json_value(value));
    }
    vary.push_back(Json{{"path", variation.path}, {"values", std::move(values)}});
  }
  return Json{{"vary", std::move(vary)}, {"seeds", sweep.seeds}};
}

// For plots; readers of results work it out of the runs.
Json to_json(const Frontier& frontier) {
  Json json{{"path", frontier.path}, {"values", Json::array()}, {"strategies", Json::array()}};
  for (const std::string& value : frontier.values) {
    json["values"].push_back(json_value(value));
  }
  for (const FrontierRow& row : frontier.rows) {
    Json one{{"label", row.label}};
    for (const Setting& setting : row.others) {
      one["point"][setting.path] = json_value(setting.value);
    }
    one["recovered_share"] = Json::array();
    for (const Returned& returned : row.returned) {
      const double runs = static_cast<double>(returned.runs);
      one["recovered_share"].push_back(returned.runs == 0 ? Json(nullptr)
                                                          : number(static_cast<double>(returned.recovered) / runs));
    }
    one["smallest_not_recovered"] = row.first_lost ? json_value(frontier.values[*row.first_lost]) : Json(nullptr);
    json["strategies"].push_back(std::move(one));
  }
  return json;
}

Json to_json(const RunResult& run) {
  Json json = Json::object();
  if (!run.point.empty()) {
    json["point"] = Json::object();
    for (const Setting& setting : run.point) {
      json["point"][setting.path] = json_value(setting.value);
    }
  }
  json["strategy"] = run.strategy;
  json["label"] = run.label;
  if (run.bound) {
    json["bound"] = true;
  }
  json["parameters"] = Json::object();
  for (const auto& [name, value] : run.parameters) {
    json["parameters"][name] = value;
  }
  json["world"] = run.world;
  json["repetition"] = run.repetition;
  json["seed"] = run.seed;
  if (run.order) {
    json["order"] = *run.order;
  }
  json["valid"] = run.valid;
  json["warnings"] = Json::array();
  for (const Warning& warning : run.warnings) {
    json["warnings"].push_back(Json{{"id", warning.id}, {"text", warning.text}});
  }
  if (!run.fingerprint.empty()) {
    json["fingerprint"] = run.fingerprint;
  }
  json["metrics"] = metrics_json(run);
  json["objectives"] = Json::array();
  for (const ObjectiveOutcome& objective : run.objectives) {
    json["objectives"].push_back(to_json(objective));
  }
  for (const FaultOutcome& fault : run.faults) {
    json["faults"].push_back(to_json(fault));
  }
  for (const EndpointOutcome& endpoint : run.endpoints) {
    json["endpoints"].push_back(to_json(endpoint));
  }
  // A sweep keeps neither.
  if (run.point.empty() || !run.series.columns.empty()) {
    json["series"] = to_json(run.series);
  }
  if (run.point.empty() || !run.histograms.empty()) {
    json["histograms"] = Json::object();
  }
  for (const auto& [name, histogram] : run.histograms) {
    json["histograms"][name] = to_json(histogram);
  }
  return json;
}

Json scenario_json(const Result& result) {
  Json scenario = Json::parse(result.scenario_json, nullptr, /*allow_exceptions=*/false);
  if (!scenario.is_object()) {
    throw ResultError(
        fmt::format("the scenario \"{}\" cannot be written into a result: it is no JSON object", result.scenario_name));
  }
  return scenario;
}

}  // namespace

std::string to_json_text(const Result& result) {
  Json json{{"schema", kResultSchema}, {"context", to_json(result.context)}};
  json["interrupted"] = result.interrupted;
  json["scenario"] = scenario_json(result);
  if (result.sweep) {
    json["sweep"] = to_json(*result.sweep);
  }
  if (const std::optional<Frontier> frontier = frontier_of(result)) {
    json["frontier"] = to_json(*frontier);
  }
  json["runs"] = Json::array();
  for (const RunResult& run : result.runs) {
    json["runs"].push_back(to_json(run));
  }
  return print_json(json) + "\n";
}

std::string to_json_line(const RunResult& run) {
  return to_json(run).dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace stampede::reports
