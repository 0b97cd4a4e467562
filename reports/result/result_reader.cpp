// From the text of a result file to the model.
#include <fmt/format.h>

#include "reports/result/json_reader.h"
#include "reports/result/result_json.h"

namespace stampede::reports {
namespace {

std::string text_or_empty(const JsonReader& from, const char* name) {
  const auto member = from.optional_member(name);
  return member ? member->text() : std::string();
}

Plugin read_plugin(const JsonReader& from) {
  Plugin plugin{from.member("file").text(), text_or_empty(from, "hash"), {}};
  from.member("strategies").for_each_element([&](const JsonReader& name) { plugin.strategies.push_back(name.text()); });
  return plugin;
}

Context read_context(const JsonReader& from) {
  Context context;
  context.version = text_or_empty(from, "version");
  context.git = text_or_empty(from, "git");
  context.build = text_or_empty(from, "build");
  context.compiler = text_or_empty(from, "compiler");
  context.host = text_or_empty(from, "host");
  if (const auto cpus = from.optional_member("cpus")) {
    context.cpus = static_cast<unsigned>(cpus->whole_number());
  }
  context.redis_version = text_or_empty(from, "redis_version");
  context.started_at = text_or_empty(from, "started_at");
  context.command_line = text_or_empty(from, "command_line");
  if (const auto plugins = from.optional_member("plugins")) {
    plugins->for_each_element([&](const JsonReader& plugin) { context.plugins.push_back(read_plugin(plugin)); });
  }
  return context;
}

Series read_series(const JsonReader& from) {
  Series series;
  series.step_s = from.member("step_s").number();
  from.member("columns").for_each_member([&](const std::string& name, const JsonReader& column) {
    auto& values = series.columns[name];
    column.for_each_element([&](const JsonReader& cell) {
      values.push_back(cell.json().is_null() ? std::nullopt : std::optional(cell.number()));
    });
  });
  return series;
}

HistogramData read_histogram(const JsonReader& from) {
  HistogramData histogram{from.member("unit").text(), {}};
  from.member("buckets").for_each_element([&](const JsonReader& bucket) {
    bucket.expect(bucket.json().is_array() && bucket.json().size() == 2 && bucket.json()[0].is_number() &&
                      bucket.json()[1].is_number_unsigned(),
                  "a pair of highest value and count");
    histogram.buckets.emplace_back(bucket.json()[0].get<double>(), bucket.json()[1].get<std::uint64_t>());
  });
  return histogram;
}

ObjectiveOutcome read_objective(const JsonReader& from) {
  const auto optional = [&from](const char* name) {
    const auto member = from.optional_member(name);
    return member ? std::optional(member->number()) : std::nullopt;
  };
  return {from.member("metric").text(), optional("min"), optional("max"), optional("value"), from.member("met").flag()};
}

FaultOutcome read_fault(const JsonReader& from) {
  FaultOutcome fault;
  fault.fault = from.member("fault").text();
  if (const auto began = from.optional_member("began_s")) {
    fault.began_s = began->number();
  }
  if (const auto ended = from.optional_member("ended_s")) {
    fault.ended_s = ended->number();
  }
  from.member("seen").for_each_member(
      [&](const std::string& name, const JsonReader& count) { fault.seen[name] = count.number(); });
  fault.failure = text_or_empty(from, "failure");
  return fault;
}

EndpointOutcome read_endpoint(const JsonReader& from) {
  EndpointOutcome endpoint;
  endpoint.name = from.member("name").text();
  endpoint.requests = from.member("requests").whole_number();
  endpoint.failed = from.member("failed").whole_number();
  from.member("latency_ms").for_each_member([&](const std::string& name, const JsonReader& value) {
    endpoint.latency_ms[name] = value.number();
  });
  return endpoint;
}

void read_measurements(const JsonReader& from, RunResult& run) {
  from.member("metrics").for_each_member(
      [&](const std::string& name, const JsonReader& value) { run.metrics[name] = value.number(); });
  if (const auto series = from.optional_member("series")) {
    run.series = read_series(*series);
  }
  if (const auto histograms = from.optional_member("histograms")) {
    histograms->for_each_member([&](const std::string& name, const JsonReader& histogram) {
      run.histograms[name] = read_histogram(histogram);
    });
  }
}

Sweep read_sweep(const JsonReader& from) {
  Sweep sweep;
  from.member("vary").for_each_element([&](const JsonReader& variation) {
    Variation& added = sweep.vary.emplace_back(Variation{variation.member("path").text(), {}});
    variation.member("values").for_each_element(
        [&](const JsonReader& value) { added.values.push_back(value.json().dump()); });
  });
  sweep.seeds = static_cast<std::uint32_t>(from.member("seeds").whole_number());
  return sweep;
}

RunResult read_run(const JsonReader& from) {
  RunResult run;
  if (const auto point = from.optional_member("point")) {
    point->for_each_member([&](const std::string& path, const JsonReader& value) {
      run.point.push_back({path, value.json().dump()});
    });
  }
  run.strategy = from.member("strategy").text();
  const std::string label = text_or_empty(from, "label");
  run.label = label.empty() ? run.strategy : label;
  if (const auto bound = from.optional_member("bound")) {
    run.bound = bound->flag();
  }
  from.member("parameters").for_each_member([&](const std::string& name, const JsonReader& value) {
    run.parameters[name] = value.text();
  });
  run.world = from.member("world").text();
  run.repetition = static_cast<std::uint32_t>(from.member("repetition").whole_number());
  run.seed = from.member("seed").whole_number();
  if (const auto order = from.optional_member("order")) {
    run.order = static_cast<std::uint32_t>(order->whole_number());
  }
  run.valid = from.member("valid").flag();
  from.member("warnings").for_each_element([&](const JsonReader& warning) {
    run.warnings.push_back(Warning{warning.member("id").text(), warning.member("text").text()});
  });
  run.fingerprint = text_or_empty(from, "fingerprint");
  read_measurements(from, run);
  if (const auto objectives = from.optional_member("objectives")) {
    objectives->for_each_element(
        [&](const JsonReader& objective) { run.objectives.push_back(read_objective(objective)); });
  }
  if (const auto faults = from.optional_member("faults")) {
    faults->for_each_element([&](const JsonReader& fault) { run.faults.push_back(read_fault(fault)); });
  }
  if (const auto endpoints = from.optional_member("endpoints")) {
    endpoints->for_each_element([&](const JsonReader& endpoint) { run.endpoints.push_back(read_endpoint(endpoint)); });
  }
  return run;
}

JsonReader::Json parsed(std::string_view text, const std::string& source) {
  try {
    return JsonReader::Json::parse(text);
  } catch (const JsonReader::Json::parse_error& error) {
    throw ResultError(
        fmt::format("{}: not a complete JSON document (it breaks off or errs at byte {} of {}); expected a "
                    "result file of the schema {}",
                    source, error.byte, text.size(), kResultSchema));
  }
}

}  // namespace

Result from_json_text(std::string_view text, const std::string& source) {
  const JsonReader::Json json = parsed(text, source);
  const JsonReader root(json, source + ": ");
  const bool ours = json.is_object() && json.contains("schema") && json["schema"].is_string();
  if (!ours || json["schema"].get<std::string>() != kResultSchema) {
    throw ResultError(fmt::format("{}: expected a result file with \"schema\": \"{}\", found {}", source, kResultSchema,
                                  ours ? fmt::format("\"{}\"", json["schema"].get<std::string>()) : "no schema"));
  }
  Result result;
  result.context = read_context(root.member("context"));
  const JsonReader scenario = root.member("scenario");
  scenario.expect(scenario.json().is_object(), "an object");
  result.scenario_name = text_or_empty(scenario, "name");
  result.scenario_json = scenario.json().dump();
  if (const auto interrupted = root.optional_member("interrupted")) {
    result.interrupted = interrupted->flag();
  }
  if (const auto sweep = root.optional_member("sweep")) {
    result.sweep = read_sweep(*sweep);
  }
  root.member("runs").for_each_element([&](const JsonReader& run) { result.runs.push_back(read_run(run)); });
  return result;
}

RunResult run_from_json_line(std::string_view line, const std::string& source) {
  const JsonReader::Json json = parsed(line, source);
  return read_run(JsonReader(json, source + ": "));
}

}  // namespace stampede::reports
