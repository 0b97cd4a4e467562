// Virtual time on a modelled Redis: deterministic, and as fast as the machine allows.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "simulator/experiment/world.h"
#include "simulator/runtime/interrupt.h"
#include "strategies/redis.h"

namespace stampede::experiment {

class VirtualWorld final : public World {
 public:
  // What Redis does: a command of a process (nodes by their index; empty: it cannot be told), and its reply.
  struct Command {
    std::optional<std::size_t> process;
    std::span<const std::string_view> words;
    const Reply* reply = nullptr;  // null: it waits
    TimePoint at;
  };
  using OnCommand = std::function<void(const Command&)>;

  // `interrupt` must outlive the world.
  explicit VirtualWorld(const runtime::Interrupt& interrupt, OnCommand on_command = {})
      : interrupt_(interrupt), on_command_(std::move(on_command)) {}

  std::string name() const override { return "virtual"; }
  std::string redis_version() const override { return {}; }  // there is none
  void run(const scenario::Scenario& scenario, const std::function<void(WorldSession&)>& body) override;

 private:
  const runtime::Interrupt& interrupt_;
  const OnCommand on_command_;
};

}  // namespace stampede::experiment
