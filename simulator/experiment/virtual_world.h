// Virtual time on a modelled Redis: deterministic, and as fast as the machine allows.
#pragma once

#include <string>

#include "simulator/experiment/world.h"
#include "simulator/runtime/interrupt.h"

namespace stampede::experiment {

class VirtualWorld final : public World {
 public:
  // `interrupt` must outlive the world.
  explicit VirtualWorld(const runtime::Interrupt& interrupt) : interrupt_(interrupt) {}

  std::string name() const override { return "virtual"; }
  std::string redis_version() const override { return {}; }  // there is none
  void run(const scenario::Scenario& scenario, const std::function<void(WorldSession&)>& body) override;

 private:
  const runtime::Interrupt& interrupt_;
};

}  // namespace stampede::experiment
