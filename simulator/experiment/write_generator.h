// The application's writes: a new version at the origin, and the invalidation that belongs to it.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "simulator/experiment/node.h"

namespace stampede::experiment {

class WriteGenerator {
 public:
  WriteGenerator(RunContext& context, std::span<const std::unique_ptr<Node>> nodes);

  // Reads the key that was written on the node of this turn on behalf of who wrote it.
  using ReadBack =
      std::function<void(std::uint64_t key, std::uint64_t version, std::uint64_t turn, TimePoint intended)>;
  // Before start().
  void read_back_by(ReadBack read_back) { read_back_ = std::move(read_back); }

  void start(TimePoint load_start);
  void stop() { stopped_ = true; }
  // A write of somebody else, as these entries of `writes` are, which must outlive it; the nodes and their workers take
  // turns. Does not wait for its commit: writes overlap.
  void begin(const scenario::Writes& writes, std::uint64_t key, std::uint64_t turn);
  bool is_done() const { return running_ == 0; }

  // In the order in which they were first invalidated.
  const std::vector<std::uint64_t>& invalidated_keys() const { return invalidated_keys_; }

 private:
  void write_all(const scenario::Writes& writes, std::size_t index);
  // Returns the version that was committed.
  std::uint64_t write(const scenario::Writes& writes, std::uint64_t key, Strategy& strategy);
  void start_to_read_back(Duration after, std::uint64_t key, std::uint64_t version, std::uint64_t turn);
  void invalidate(const scenario::Writes& writes, std::uint64_t key, Strategy& strategy);
  void set(std::uint64_t key, std::uint64_t version, Strategy& strategy);
  void invalidate_within(Transaction& transaction, std::uint64_t key, Strategy& strategy);
  static void commit(Transaction& transaction);
  void note(std::uint64_t key, std::uint64_t version);

  RunContext& context_;
  std::span<const std::unique_ptr<Node>> nodes_;
  ReadBack read_back_;
  TimePoint load_start_;
  std::uint64_t running_ = 0;
  std::uint64_t next_turn_ = 0;  // over the nodes and their workers
  bool stopped_ = false;
  std::vector<std::uint64_t> invalidated_keys_;
  std::vector<bool> is_invalidated_;
};

}  // namespace stampede::experiment
