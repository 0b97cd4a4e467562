#include "simulator/experiment/write_generator.h"

#include "simulator/experiment/routing.h"
#include "simulator/measure/value_stamp.h"
#include "simulator/workload/arrivals.h"

namespace stampede::experiment {

using scenario::InvalidateBy;
using scenario::WriteWith;

namespace {

// What a strategy asks for holds for invalidations of single keys; a deletion cannot be inside a transaction, and a
// value that is set has to be committed before.
WriteOrder order_of(const scenario::Writes& writes, const Strategy& strategy) {
  const WriteOrder order = strategy.write_order();
  const bool invalidates_key = writes.invalidate == InvalidateBy::key && writes.with == WriteWith::invalidate;
  const bool is_possible = order != WriteOrder::within_transaction || invalidates_key;
  return is_possible && writes.with != WriteWith::set ? order : WriteOrder::commit_first;
}

}  // namespace

WriteGenerator::WriteGenerator(RunContext& context, std::span<const std::unique_ptr<Node>> nodes)
    : context_(context), nodes_(nodes) {}

void WriteGenerator::start(TimePoint load_start) {
  load_start_ = load_start;
  for (std::size_t i = 0; i < context_.scenario.writes.size(); ++i) {
    ++running_;
    context_.scheduler.spawn({.name = "write generator", .urgent = true}, [this, i] {
      write_all(context_.scenario.writes[i], i);
      --running_;
    });
  }
}

void WriteGenerator::write_all(const scenario::Writes& writes, std::size_t index) {
  const std::uint64_t seed = context_.scenario.seed;
  auto arrivals = workload::Arrivals::poisson(writes.rate_per_s, writes.from, writes.length,
                                              measure::RandomStream(seed, "writes", index));
  workload::KeyPicker picker(context_.scenario.keys, measure::RandomStream(seed, "written keys", index));
  while (const std::optional<Duration> due = arrivals.next()) {
    context_.scheduler.sleep_until(load_start_ + *due, "the next write");
    if (stopped_) return;
    begin(writes, picker.pick(*due), next_turn_++);
  }
}

void WriteGenerator::begin(const scenario::Writes& writes, std::uint64_t key, std::uint64_t turn) {
  Node* const node = node_for_write(nodes_, turn % nodes_.size());
  if (node == nullptr) return;
  Strategy& strategy = node->process().strategy();
  const auto slot = std::make_shared<WorkerSlot>(WorkerSlot{turn / nodes_.size() % context_.scenario.topology.workers});
  ++running_;
  // However it ends: its process may die.
  const std::shared_ptr<void> running(nullptr, [this](void*) { --running_; });
  const std::shared_ptr<void> on_node = node->hold_for_write();
  context_.scheduler.spawn({.name = "writer", .local = slot.get(), .group = node->group()},
                           [this, &writes, key, &strategy, turn, slot, running, on_node] {
                             const std::uint64_t version = write(writes, key, strategy);
                             if (writes.read_back) start_to_read_back(*writes.read_back, key, version, turn);
                           });
}

std::uint64_t WriteGenerator::write(const scenario::Writes& writes, std::uint64_t key, Strategy& strategy) {
  runtime::Scheduler& scheduler = context_.scheduler;
  const WriteOrder order = order_of(writes, strategy);
  const std::unique_ptr<Transaction> transaction = context_.rows.begin();
  if (order == WriteOrder::invalidate_first) invalidate(writes, key, strategy);
  if (order == WriteOrder::within_transaction) invalidate_within(*transaction, key, strategy);
  scheduler.sleep_until(scheduler.now() + writes.commit_delay, "a commit");
  const std::uint64_t version = context_.truth.commit(key, scheduler.now());
  if (context_.observer != nullptr) context_.observer->committed(key, version, scheduler.now());
  if (writes.invalidate != InvalidateBy::nothing) note(key, version);
  commit(*transaction);
  if (writes.with == WriteWith::set) {
    set(key, version, strategy);
  } else if (order == WriteOrder::commit_first) {
    invalidate(writes, key, strategy);
  }
  return version;
}

// The client is no part of the process that has written for it.
void WriteGenerator::start_to_read_back(Duration after, std::uint64_t key, std::uint64_t version, std::uint64_t turn) {
  const TimePoint due = context_.scheduler.now() + after;
  ++running_;
  const std::shared_ptr<void> running(nullptr, [this](void*) { --running_; });
  context_.scheduler.spawn({.name = "client of a write"}, [this, key, version, turn, due, running] {
    if (due > context_.scheduler.now()) context_.scheduler.sleep_until(due, "the time to read back");
    if (!stopped_) read_back_(key, version, turn, due);
  });
}

void WriteGenerator::invalidate_within(Transaction& transaction, std::uint64_t index, Strategy& strategy) {
  try {
    strategy.invalidate_within(context_.keys.key(index), transaction);
  } catch (const std::exception&) {
    // As in invalidate().
  }
}

void WriteGenerator::commit(Transaction& transaction) {
  try {
    transaction.commit();
  } catch (const std::exception&) {
    // What was to follow the commit has failed; the data are committed.
  }
}

void WriteGenerator::note(std::uint64_t key, std::uint64_t version) {
  if (context_.recorder != nullptr) context_.recorder->invalidation(key, version, context_.scheduler.now());
  if (key >= is_invalidated_.size()) is_invalidated_.resize(key + 1);
  if (is_invalidated_[key]) return;
  is_invalidated_[key] = true;
  invalidated_keys_.push_back(key);
}

void WriteGenerator::invalidate(const scenario::Writes& writes, std::uint64_t index, Strategy& strategy) {
  const Key& key = context_.keys.key(index);
  try {
    switch (writes.invalidate) {
      case InvalidateBy::nothing:
        break;
      case InvalidateBy::key:
        if (writes.with == WriteWith::remove) {
          strategy.remove(key);
        } else {
          strategy.invalidate(key);
        }
        break;
      case InvalidateBy::tag:
        strategy.invalidate_tag(context_.keys.tag(key));
        break;
      case InvalidateBy::name:
        strategy.invalidate_by_name(context_.keys.invalidation_keys(key).front());
        break;
      case InvalidateBy::pattern:
        strategy.invalidate_pattern(context_.keys.pattern(key));
        break;
    }
  } catch (const std::exception&) {
    // The application's write happens all the same; the invalidation is lost, and found out by the probes.
  }
}

// What the application has committed, it knows without a computation.
void WriteGenerator::set(std::uint64_t index, std::uint64_t version, Strategy& strategy) {
  const Key& key = context_.keys.key(index);
  const TimePoint now = context_.scheduler.now();
  const measure::ValueStamp stamp{.key = key.name, .version = version, .snapshot = now, .generated = now};
  try {
    strategy.set(key, measure::encode(stamp, context_.keys.value_size_bytes(index)));
  } catch (const std::exception&) {
    // As in invalidate().
  }
}

}  // namespace stampede::experiment
