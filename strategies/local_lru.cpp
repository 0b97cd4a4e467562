// local_lru: cache-aside in the memory of the node, bounded in size and age. From caching Django QuerySets with uWSGI.
//
// documented: the workers of a node share one memory, as under uWSGI.
// published:  what it silently becomes outside uWSGI: every worker has a memory of its own. `scope` says it directly.
// corrected:  documented, with write_order=save_first and broadcast=true, and what a computation brings is not kept if
//             its key was invalidated on this node after it began; calls have unambiguous keys.
// Of calls that stand for models and the ids of their rows, `key_design` makes the keys.
// Reads cost no network at all. N cold readers are N computations, in every memory anew; a write reaches the memory of
// the writer alone, unless `broadcast` tells the others (which the original only plans to); with delete_first a reader
// between deletion and commit keeps the old value until its timeout.
#include <map>
#include <utility>

#include "strategies/built_in.h"
#include "strategies/call_keys.h"
#include "strategies/lifetime.h"
#include "strategies/lru_memory.h"
#include "strategies/promises.h"

namespace stampede {
namespace {

using namespace std::chrono_literals;

const RedisKey kChannel{"local_lru:invalidate"};

// Shared with the subscription, which can outlive the strategy.
struct NodeMemory {
  // Computations under way, of the same key.
  struct Fillings {
    std::uint64_t under_way = 0;
    std::uint64_t invalidations = 0;  // since the first of them began
  };

  void note_invalidation(std::string_view key) {
    const auto found = fillings.find(key);
    if (found != fillings.end()) ++found->second.invalidations;
  }

  std::map<std::size_t, LruMemory> memories;  // by worker, where each has its own
  std::map<std::string, Fillings, std::less<>> fillings;
};

// A computation whose result is to be kept; whether an invalidation has come meanwhile.
class Filling {
 public:
  Filling(NodeMemory& memory, const std::string& key)
      : memory_(memory), place_(memory.fillings.try_emplace(key).first), before_(place_->second.invalidations) {
    ++place_->second.under_way;
  }
  ~Filling() {
    if (--place_->second.under_way == 0) memory_.fillings.erase(place_);
  }
  Filling(const Filling&) = delete;
  Filling& operator=(const Filling&) = delete;

  bool is_overtaken() const { return place_->second.invalidations != before_; }

 private:
  NodeMemory& memory_;
  std::map<std::string, NodeMemory::Fillings, std::less<>>::iterator place_;
  std::uint64_t before_;
};

bool per_worker(const Parameters& parameters) {
  const std::string& scope = parameters.text("scope");
  if (scope != "by_behaviour") return scope == "worker";
  return parameters.text("behaviour") == "published";
}

KeyDesign key_design(const Parameters& parameters) {
  if (parameters.text("behaviour") == "corrected") return unambiguous_key;
  return parameters.text("key_design") == "id" ? id_key : class_id_key;
}

class LocalLru final : public Strategy {
 public:
  explicit LocalLru(Environment& environment)
      : environment_(environment),
        per_worker_(per_worker(environment.parameters)),
        corrected_(environment.parameters.text("behaviour") == "corrected"),
        key_design_(key_design(environment.parameters)),
        broadcast_(corrected_ || environment.parameters.flag("broadcast")),
        save_first_(corrected_ || environment.parameters.text("write_order") == "save_first"),
        items_(static_cast<std::size_t>(environment.parameters.integer("items"))),
        lifetime_(environment.parameters.duration("timeout"), environment.parameters.real("ttl_jitter"),
                  environment.random) {}

  void start() override {
    if (!broadcast_) return;
    environment_.redis.subscribe(kChannel, [node = node_](std::string_view key) {
      for (auto& [worker, memory] : node->memories) memory.erase(key);
      node->note_invalidation(key);
    });
  }

  Answer get(const Key& key) override {
    LruMemory& memory = memory_of_caller();
    const std::string name = name_of(key);
    if (auto value = memory.find(name, environment_.clock.now())) {
      environment_.events.count(Event::local_hit);
      return Answer::of(std::move(*value));
    }
    const Filling filling(*node_, name);
    const Computation computation = environment_.origin.compute(key);
    if (computation.ok() && !(corrected_ && filling.is_overtaken())) populate(memory, name, computation.value());
    return computation.answer();
  }

  bool invalidate(const Key& key) override {
    const std::string name = name_of(key);
    memory_of_caller().erase(name);
    outdate_others(name);
    return true;
  }

  // A broadcast comes back to this node, and ends its copy as well.
  bool set(const Key& key, const Value& value) override {
    const std::string name = name_of(key);
    populate(memory_of_caller(), name, value);
    outdate_others(name);
    return true;
  }

  bool remove(const Key& key) override { return invalidate(key); }

  std::optional<Answer> peek(const Key& key) override {
    auto value = memory_of_caller().peek(name_of(key), environment_.clock.now());
    return value ? Answer::of(*std::move(value)) : Answer::empty();
  }

  bool memory_is_per_worker() const override { return per_worker_; }

  WriteOrder write_order() const override {
    return save_first_ ? WriteOrder::commit_first : WriteOrder::invalidate_first;
  }

 private:
  std::string name_of(const Key& key) const { return cache_key(environment_.labels, key, key_design_); }

  // Computations that are under way, and, with broadcast, the copies of all memories.
  void outdate_others(const std::string& name) {
    node_->note_invalidation(name);
    if (broadcast_) environment_.redis.call({"PUBLISH", kChannel, name});
  }

  LruMemory& memory_of_caller() {
    const std::size_t owner = per_worker_ ? environment_.placement.current_worker() : 0;
    return node_->memories.try_emplace(owner, items_).first->second;
  }

  void populate(LruMemory& memory, const std::string& name, const Value& value) {
    const bool evicted = memory.put(name, value, environment_.clock.now() + lifetime_.next());
    if (evicted) environment_.events.count(Event::local_eviction);
  }

  Environment& environment_;
  const bool per_worker_;
  const bool corrected_;
  const KeyDesign key_design_;
  const bool broadcast_;
  const bool save_first_;
  const std::size_t items_;
  Lifetime lifetime_;
  const std::shared_ptr<NodeMemory> node_ = std::make_shared<NodeMemory>();
};

std::vector<ParameterSpec> parameters() {
  return {
      ParameterSpec::choice("behaviour", {"documented", "published", "corrected"},
                            "Whether workers share their node's memory (documented), each has its own (published), or "
                            "they share it and invalidations reach all nodes and running computations (corrected)."),
      ParameterSpec::choice("scope", {"by_behaviour", "node", "worker"},
                            "Whose memory it is; by_behaviour means node, and worker published."),
      ParameterSpec::integer("items", 100, 1, 1'000'000'000, "How many items a memory holds at most."),
      ParameterSpec::duration_from("timeout", DefaultFrom::fresh_for, 1ms, 8760h,
                                   "How long an item is kept; the scenario's promise of freshness."),
      ParameterSpec::choice("write_order", {"delete_first", "save_first"},
                            "Whether a write deletes the item before it commits, or after; corrected always after."),
      ParameterSpec::choice("key_design", {"class_id", "id", "base_class"},
                            "How a key is made of a call: of model and id; of the id alone, so that models with equal "
                            "ids clash; or in a base class of models, which comes to the same as class_id. Corrected "
                            "keys are always unambiguous."),
      ParameterSpec::boolean("broadcast", false,
                             "Whether invalidations are published to all nodes through Redis; corrected always."),
      Lifetime::jitter_parameter(),
  };
}

std::vector<Guarantee> promised() {
  Guarantee lifetime = promises::never_older_than([](const Parameters& parameters, const RunFacts& facts) {
    return parameters.duration("timeout") + time_of_commands(facts, 2);
  });
  // There is no Redis in it.
  lifetime.condition.clear();
  lifetime.applies = nullptr;
  return {std::move(lifetime),
          promises::no_lost_invalidation("behaviour=corrected, no message is lost",
                                         [](const Parameters& parameters, const RunFacts& facts) {
                                           return parameters.text("behaviour") == "corrected" && !facts.messages_lost;
                                         }),
          promises::bounded_wait([](const Parameters& /*parameters*/, const RunFacts& facts) {
            return facts.longest_computation + time_of_commands(facts, 2);
          }),
          promises::recovers([](const Parameters& /*parameters*/) { return Duration::zero(); })};
}

}  // namespace

StrategyInfo local_lru_info() {
  return {.name = "local_lru",
          .summary = "Cache-aside in the node's own memory, bounded in size and age.",
          .description =
              "The node, or each of its workers, keeps the values that it used last in its own memory, up to a "
              "number of items and for a limited time. Redis is not asked; with broadcast it only carries "
              "invalidations.",
          .when_to_choose =
              "In front of anything slower, when values are small, reads repeat, and nodes may disagree for the "
              "length of the timeout. Not alone where a computation is expensive: every node computes every key.",
          .provenance = "Caching Django QuerySets in uWSGI's cache.",
          .guarantees = "A hit costs no network. No answer is older than the timeout plus the compute time.",
          .costs =
              "A full stampede on a cold memory, in every node (or worker) anew. Nodes disagree after a write, "
              "unless invalidations are broadcast; a lost message is not noticed. With key_design=id, models with "
              "equal ids "
              "get each other's values.",
          .operations = operations_of<LocalLru>(),
          .parameters = parameters(),
          .create = [](Environment& environment) -> std::unique_ptr<Strategy> {
            return std::make_unique<LocalLru>(environment);
          },
          .promises = promised()};
}

}  // namespace stampede
