#include "simulator/experiment/ideal.h"

#include "simulator/measure/value_stamp.h"

namespace stampede::experiment {

Oracle::Oracle(runtime::Scheduler& scheduler, const scenario::Scenario& scenario, const workload::Keyspace& keys,
               const measure::Truth& truth, origin::SimulatedOrigin& origin)
    : scheduler_(scheduler), fresh_for_(scenario.freshness.fresh_for), keys_(keys), truth_(truth), origin_(origin) {}

Answer Oracle::answer(const Key& key) {
  const std::uint64_t index = keys_.index_of(key);
  const auto [entry, is_new] = latest_.try_emplace(index);
  measure::ValueStamp& latest = entry->second;
  if (is_new || !serves(latest, index, scheduler_.now())) latest = origin_.compute_in_time(key);
  return Answer::of(measure::encode(latest, keys_.value_size_bytes(index)));
}

void Oracle::take(const Key& key, const Value& value) {
  std::optional<measure::ValueStamp> stamp = measure::decode(value.bytes);
  const std::uint64_t index = keys_.index_of(key);
  if (!stamp || stamp->version != truth_.current_version(index)) return;
  stamp->key = keys_.key(index).name;  // the value goes
  latest_.insert_or_assign(index, *stamp);
}

// The scenario's tolerance is left to the machine, which in real time needs a moment to hand the answer over.
bool Oracle::serves(const measure::ValueStamp& stamp, std::uint64_t key, TimePoint now) const {
  return now - stamp.generated <= fresh_for_ && stamp.version == truth_.current_version(key);
}

StrategyInfo ideal_info() {
  StrategyInfo info;
  info.name = "ideal";
  info.summary = "No strategy, but the bound of all: recomputes exactly when it must, in time, and nobody waits.";
  info.description =
      "Answers every request at once with the current version, and counts a recomputation only where no earlier one "
      "would do: for the first read of a key, for the first beyond its lifetime, for the first after a write that has "
      "not brought the value itself.";
  info.when_to_choose = "Never: it shows how far the strategies of the same table are from what is possible at all.";
  info.provenance = "Worked out by the harness, which knows what will be asked for, and when the data changes.";
  info.guarantees =
      "Every answer is immediate, fresh and of the current version, with the least number of recomputations that "
      "allows this.";
  info.costs =
      "Nobody can build it. In the time series each of its computations stands where its value is first needed, and "
      "so late by its compute time.";
  info.is_bound = true;
  info.operations = operations_of<Ideal>();
  return info;
}

Registry strategies_and_bound() {
  Registry registry = Registry::built_in();
  registry.add(ideal_info());
  return registry;
}

}  // namespace stampede::experiment
