#include "simulator/plugins/load_plugins.h"

#include <fmt/format.h>

#include <exception>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>

#include "simulator/plugins/descriptions.h"
#include "simulator/plugins/shared_object.h"

namespace stampede::plugins {

namespace {

// What a plug-in does wrong here shows only in a run: then it is told which one it was.
StrategyInfo with_its_name_on_failures(StrategyInfo info) {
  const std::string who = fmt::format("the strategy {} of the plug-in {}", info.name, info.plugin);
  info.create = [create = std::move(info.create), who](Environment& environment) {
    std::unique_ptr<Strategy> strategy;
    try {
      strategy = create(environment);
    } catch (const std::logic_error& error) {
      throw std::logic_error(fmt::format("{}: {}", who, error.what()));
    }
    if (!strategy) throw std::logic_error(who + ": its create returned nothing");
    return strategy;
  };
  return info;
}

std::optional<std::vector<StrategyInfo>> ask_for_strategies(const Plugin& plugin, std::string& problem) {
  try {
    return plugin.strategies();
  } catch (const std::exception& error) {
    problem = fmt::format("its strategies cannot be asked for: {}", error.what());
  } catch (...) {
    problem = "its strategies cannot be asked for: it throws something that is no std::exception";
  }
  return std::nullopt;
}

class Loading {
 public:
  Loading(Registry& registry, LoadResult& result) : registry_(registry), result_(result) {}

  void load(const std::string& path) {
    const SharedObject object = open_plugin(path);
    if (object.plugin == nullptr) return report(path, object.problem);
    std::string problem;
    std::optional<std::vector<StrategyInfo>> strategies = ask_for_strategies(*object.plugin, problem);
    if (!strategies) return report(path, problem);
    const std::string file = std::filesystem::path(path).filename().string();
    for (StrategyInfo& info : *strategies) info.plugin = file;

    const std::vector<std::string> problems = problems_of(*strategies, registry_);
    for (const std::string& found : problems) report(path, found);
    if (!problems.empty()) return;
    LoadedPlugin& loaded = result_.plugins.emplace_back(LoadedPlugin{path, {}});
    for (StrategyInfo& info : *strategies) {
      loaded.strategies.push_back(info.name);
      registry_.add(with_its_name_on_failures(std::move(info)));
    }
  }

 private:
  void report(const std::string& path, const std::string& problem) {
    result_.problems.push_back(fmt::format("{}: {}", path, problem));
  }

  Registry& registry_;
  LoadResult& result_;
};

}  // namespace

LoadResult load_plugins(const std::vector<std::string>& paths, Registry& registry) {
  LoadResult result;
  Loading loading(registry, result);
  for (const std::string& path : paths) loading.load(path);
  return result;
}

}  // namespace stampede::plugins
