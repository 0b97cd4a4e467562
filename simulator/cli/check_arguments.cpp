#include "simulator/cli/check_arguments.h"

#include <CLI/CLI.hpp>

namespace stampede::cli {

void add_check(CLI::App& app, CheckArguments& check) {
  CLI::App* command = app.add_subcommand(
      "check", "Hunt for broken promises: thousands of random disasters in virtual time, each from a seed");
  command->add_option("SCENARIO", check.scenarios,
                      "Check in these scenarios, each with many seeds, instead of in random ones: files, or names of "
                      "shipped ones");
  command
      ->add_option("--strategy", check.strategies,
                   "Check these instead of all: names, with parameters as name:param=value:param=value; parameters "
                   "that are not given are drawn")
      ->type_name("NAME[,NAME...]")
      ->allow_extra_args(false);
  command
      ->add_option("--plugin", check.plugins,
                   "Know the strategies of this shared object as well; once for each (see examples/plugin)")
      ->type_name("PATH")
      ->allow_extra_args(false);
  command->add_option("--set", check.set, "Change the scenarios before they are checked: origin.capacity=4")
      ->type_name("PATH=VALUE")
      ->allow_extra_args(false);
  command->add_option("--seeds", check.seeds, "How many seeds each strategy is tried with (default: 1000)")
      ->type_name("N");
  command->add_option("--time", check.time, "Go on for so long instead: 60s")->type_name("DURATION");
  command
      ->add_option("--seed", check.seed,
                   "Try this seed alone; what it breaks is shrunk, written as a scenario and told as a timeline")
      ->type_name("N");
  command->add_option("--jobs", check.jobs, "How many runs at once (default: one per core)")->type_name("N");
  command
      ->add_option("--out", check.out, "Where the shrunk scenarios of --seed go (default: a new folder under results/)")
      ->type_name("DIR");
}

}  // namespace stampede::cli
