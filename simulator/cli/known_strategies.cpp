#include "simulator/cli/known_strategies.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "simulator/experiment/ideal.h"
#include "simulator/measure/event_hash.h"
#include "simulator/plugins/load_plugins.h"

namespace stampede::cli {

namespace {

std::string hash_of_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  measure::EventHash hash;
  hash.add(bytes);
  return fmt::format("{:016x}", hash.value());
}

}  // namespace

KnownStrategies known_strategies(const std::vector<std::string>& paths) {
  KnownStrategies known;
  known.registry = experiment::strategies_and_bound();
  plugins::LoadResult loaded = plugins::load_plugins(paths, known.registry);
  for (plugins::LoadedPlugin& plugin : loaded.plugins) {
    known.plugins.push_back({.file = std::filesystem::path(plugin.path).filename().string(),
                             .hash = hash_of_file(plugin.path),
                             .strategies = std::move(plugin.strategies)});
  }
  for (const std::string& problem : loaded.problems) known.problems += fmt::format("--plugin {}\n", problem);
  return known;
}

std::string hash_of_program() { return hash_of_file("/proc/self/exe"); }

std::string hash_of_plugins(const std::vector<reports::Plugin>& plugins) {
  std::string text;
  for (const reports::Plugin& plugin : plugins) text += fmt::format(", {} {}", plugin.file, plugin.hash);
  return text;
}

}  // namespace stampede::cli
