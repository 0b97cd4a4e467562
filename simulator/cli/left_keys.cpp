#include "simulator/cli/left_keys.h"

#include <fmt/format.h>

#include "simulator/cli/output.h"

namespace stampede::cli {

void remove_left_keys(experiment::LiveWorld& world) {
  world.remove_left_keys();
  if (world.left_keys().empty()) return;
  print_error(
      fmt::format("keys under the prefix {} may be left on the server, which did not let us remove them: {}. "
                  "Remove them with redis-cli --scan --pattern '{}*' | xargs redis-cli unlink",
                  world.prefix(), world.left_keys(), world.prefix()));
}

}  // namespace stampede::cli
