// The model against a real server: random sequences must get the same replies and messages.
#include "differential.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <random>
#include <string>

#include "generator.h"
#include "reply_text.h"
#include "shrink.h"

namespace stampede::redis::model {
namespace {

constexpr std::uint64_t kCommands = 100'000;
constexpr std::uint64_t kSeed = 1;
constexpr std::size_t kSteps = 60;
// One of so many sequences lets time pass.
constexpr std::uint64_t kPausingShare = 40;

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

std::uint64_t choose_seed() {
  const bool is_long = std::getenv("STAMPEDE_MODEL_COMMANDS") != nullptr;
  return from_environment("STAMPEDE_MODEL_SEED", is_long ? std::random_device{}() : kSeed);
}

std::string explain(Differential& differential, const Sequence& sequence) {
  const Sequence shortest =
      shrink(sequence, [&](const Sequence& candidate) { return differential.run(candidate).has_value(); });
  const std::optional<Divergence> divergence = differential.run(shortest);
  if (!divergence) return fmt::format("not reproducible:\n{}", as_script(sequence));
  return fmt::format("{}connection {} got\n  from the model: {}\n  from Redis:     {}\n", as_script(shortest),
                     divergence->connection, divergence->model, divergence->real);
}

TEST(Model, AnswersAsRedisDoes) {
  const std::uint64_t wanted = from_environment("STAMPEDE_MODEL_COMMANDS", kCommands);
  const std::uint64_t seed = choose_seed();
  RecordProperty("seed", std::to_string(seed));
  fmt::print("STAMPEDE_MODEL_SEED={}\n", seed);
  std::fflush(stdout);
  Differential differential;
  for (std::uint64_t i = 0; differential.commands() < wanted; ++i) {
    Generator generator(seed + (i << 32));
    const Sequence sequence = generator.sequence(kSteps, i % kPausingShare == 0);
    if (differential.run(sequence))
      FAIL() << "sequence " << i << " of seed " << seed << ":\n" << explain(differential, sequence);
  }
}

TEST(Shrinking, FindsTheOneWrongReplyAndWhatItTakes) {
  // Claims that DECR of a missing key gives 1.
  Differential differential([](Words words, Reply& reply) {
    if (words[0] == "DECR" && reply.integer == -1 && reply.type == Reply::Type::integer) reply.integer = 1;
  });
  std::optional<Sequence> failing;
  for (std::uint64_t seed = 1; seed < 1000 && !failing; ++seed) {
    const Sequence sequence = Generator(seed).sequence(kSteps, false);
    if (differential.run(sequence)) failing = sequence;
  }
  ASSERT_TRUE(failing.has_value());
  const Sequence shortest =
      shrink(*failing, [&](const Sequence& candidate) { return differential.run(candidate).has_value(); });
  ASSERT_EQ(shortest.size(), 1U) << as_script(shortest);
  EXPECT_EQ(shortest[0].words.size(), 2U);
  EXPECT_EQ(shortest[0].words[0], "DECR");
  const std::optional<Divergence> divergence = differential.run(shortest);
  ASSERT_TRUE(divergence.has_value());
  EXPECT_EQ(divergence->model, "(integer) 1");
  EXPECT_EQ(divergence->real, "(integer) -1");
}

}  // namespace
}  // namespace stampede::redis::model
