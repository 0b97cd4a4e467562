#include "strategies/layers.h"

#include <algorithm>
#include <charconv>
#include <deque>
#include <exception>
#include <stdexcept>
#include <utility>

#include "strategies/namespaced_redis.h"

namespace stampede {
namespace {

Answer ask(Strategy& strategy, const Key& key) {
  try {
    return strategy.get(key);
  } catch (const RedisError& error) {
    return Answer::error(ErrorKind::redis, error.what());
  } catch (const std::exception& error) {
    return Answer::error(ErrorKind::strategy, error.what());
  }
}

class LayerBelow final : public Origin {
 public:
  explicit LayerBelow(Strategy& strategy) : strategy_(strategy) {}
  Computation compute(const Key& key) override { return Computation::from(ask(strategy_, key)); }

 private:
  Strategy& strategy_;
};

// Tasks say which layer they belong to: "2/item>7".
class LayerQueue final : public BackgroundQueue {
 public:
  LayerQueue(BackgroundQueue& queue, std::size_t layer) : queue_(queue), layer_(layer) {}
  void enqueue(const Key& key) override {
    std::string task = std::to_string(layer_);
    task += kLayerSeparator;
    task += key.name;
    queue_.enqueue(Key{std::move(task)});
  }

 private:
  BackgroundQueue& queue_;
  std::size_t layer_;
};

struct Layer {
  std::optional<NamespacedRedis> redis;
  std::optional<LayerBelow> below;
  LayerQueue queue;
  std::optional<Environment> environment;
  std::unique_ptr<Strategy> strategy;
};

Parameters parameters_of_layer(const Parameters& all, const StrategyInfo& layer) {
  Parameters own;
  for (const ParameterSpec& spec : layer.parameters) {
    own.set(spec.name, all.all().find(parameter_of_layer(layer.name, spec.name))->second);
  }
  return own;
}

Operations operations_of_all(const std::vector<const StrategyInfo*>& layers) {
  Operations all;
  for (const StrategyInfo* const layer : layers) all = all | layer->operations;
  return all;
}

class Layers final : public Strategy {
 public:
  Layers(Environment& environment, const std::vector<const StrategyInfo*>& top_first)
      : source_(&environment.source), operations_(operations_of_all(top_first)) {
    for (auto info = top_first.rbegin(); info != top_first.rend(); ++info) add(environment, **info);
  }

  Answer get(const Key& key) override { return top().get(key); }

  bool invalidate(const Key& key) override {
    return each([&key](Strategy& strategy) { return strategy.invalidate(key); });
  }
  bool invalidate_within(const Key& key, Transaction& transaction) override {
    return each([&](Strategy& strategy) { return strategy.invalidate_within(key, transaction); });
  }
  bool invalidate_tag(std::string_view tag) override {
    return each([tag](Strategy& strategy) { return strategy.invalidate_tag(tag); });
  }
  bool invalidate_by_name(std::string_view name) override {
    return each([name](Strategy& strategy) { return strategy.invalidate_by_name(name); });
  }
  bool invalidate_pattern(std::string_view pattern) override {
    return each([pattern](Strategy& strategy) { return strategy.invalidate_pattern(pattern); });
  }

  // A layer that cannot take the value must not keep the old one, if some layer takes it; nor keep it at all, if some
  // layer deletes it.
  bool set(const Key& key, const Value& value) override {
    if (!operations_.set) return false;
    return each([&](Strategy& strategy) {
      return strategy.set(key, value) || strategy.remove(key) || strategy.invalidate(key);
    });
  }
  bool remove(const Key& key) override {
    if (!operations_.remove) return false;
    return each([&](Strategy& strategy) { return strategy.remove(key) || strategy.invalidate(key); });
  }

  // Of the highest layer that has anything.
  std::optional<Answer> peek(const Key& key) override {
    std::optional<Answer> found;
    for (auto layer = layers_.rbegin(); layer != layers_.rend() && !(found && found->has_value()); ++layer) {
      if (std::optional<Answer> answer = layer->strategy->peek(key)) found = std::move(answer);
    }
    return found;
  }

  void run_task(const Key& task) override {
    std::size_t layer = 0;
    const char* const end = task.name.data() + task.name.size();
    const auto [rest, error] = std::from_chars(task.name.data(), end, layer);
    if (error != std::errc() || rest == end || *rest != kLayerSeparator || layer >= layers_.size()) {
      throw std::runtime_error("not a task of one of these layers");
    }
    layers_[layer].strategy->run_task(Key{std::string(rest + 1, end)});
  }

  void start() override {
    for (Layer& layer : layers_) layer.strategy->start();
  }

  bool memory_is_per_worker() const override {
    return std::any_of(layers_.begin(), layers_.end(),
                       [](const Layer& layer) { return layer.strategy->memory_is_per_worker(); });
  }
  WriteOrder write_order() const override { return layers_.back().strategy->write_order(); }

 private:
  Strategy& top() { return *layers_.back().strategy; }

  void add(Environment& outer, const StrategyInfo& info) {
    Strategy* const below = layers_.empty() ? nullptr : &top();
    Layer& layer = layers_.emplace_back(Layer{.redis = std::nullopt,
                                              .below = std::nullopt,
                                              .queue = LayerQueue(outer.background, layers_.size()),
                                              .environment = std::nullopt,
                                              .strategy = nullptr});
    if (below != nullptr) {
      layer.redis.emplace(outer.redis, info.name + ":");
      layer.below.emplace(*below);
    }
    Redis& redis = layer.redis ? static_cast<Redis&>(*layer.redis) : outer.redis;
    Origin& origin = layer.below ? static_cast<Origin&>(*layer.below) : outer.origin;
    layer.environment.emplace(Environment{.redis = redis,
                                          .origin = origin,
                                          .source = *source_,
                                          .rows = outer.rows,
                                          .clock = outer.clock,
                                          .waiting = outer.waiting,
                                          .fibers = outer.fibers,
                                          .background = layer.queue,
                                          .events = outer.events,
                                          .labels = outer.labels,
                                          .random = outer.random,
                                          .placement = outer.placement,
                                          .freshness = outer.freshness,
                                          .parameters = parameters_of_layer(outer.parameters, info)});
    layer.strategy = info.create(*layer.environment);
    only_guards_ = only_guards_ && info.is_guard;
    if (only_guards_) source_ = &sources_.emplace_back(*layer.strategy);
  }

  // Every layer takes part, also after the failure of another; whether any of them could.
  template <typename Operation>
  bool each(Operation operation) {
    bool any = false;
    std::exception_ptr failure;
    for (Layer& layer : layers_) {
      try {
        any = operation(*layer.strategy) || any;
      } catch (const std::exception&) {
        if (!failure) failure = std::current_exception();
      }
    }
    if (failure) std::rethrow_exception(failure);
    return any;
  }

  std::deque<LayerBelow> sources_;  // the guards right above the origin, each with those below it
  Origin* source_;                  // for the next layer
  bool only_guards_ = true;         // so far
  const Operations operations_;
  std::deque<Layer> layers_;  // lowest first; they refer to each other
};

}  // namespace

std::vector<std::string> layers_of(std::string_view stack) {
  std::vector<std::string> layers;
  for (;;) {
    const std::size_t end = stack.find(kLayerSeparator);
    layers.emplace_back(stack.substr(0, end));
    if (end == std::string_view::npos) return layers;
    stack.remove_prefix(end + 1);
  }
}

std::string parameter_of_layer(std::string_view layer, std::string_view parameter) {
  std::string name(layer);
  name += '.';
  name += parameter;
  return name;
}

StrategyInfo stack_of(const std::vector<const StrategyInfo*>& layers) {
  StrategyInfo stack;
  for (const StrategyInfo* const layer : layers) {
    if (!stack.name.empty()) {
      stack.name += kLayerSeparator;
      stack.summary += " Over: ";
    }
    stack.name += layer->name;
    stack.summary += layer->summary;
    for (ParameterSpec spec : layer->parameters) {
      spec.name = parameter_of_layer(layer->name, spec.name);
      stack.parameters.push_back(std::move(spec));
    }
  }
  stack.operations = operations_of_all(layers);
  stack.create = [layers](Environment& environment) -> std::unique_ptr<Strategy> {
    return std::make_unique<Layers>(environment, layers);
  };
  return stack;
}

std::optional<StrategyInfo> find_strategy_or_stack(const Registry& registry, std::string_view name) {
  std::vector<const StrategyInfo*> layers;
  for (const std::string& layer : layers_of(name)) {
    layers.push_back(registry.find(layer));
    if (layers.back() == nullptr) return std::nullopt;
  }
  if (layers.size() == 1) return *layers.front();
  return stack_of(layers);
}

}  // namespace stampede
