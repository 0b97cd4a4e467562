// Lines, however the bytes come.
#include "simulator/workload/line_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stampede::workload {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// Gives so many bytes at a time.
class Pieces final : public ByteSource {
 public:
  Pieces(std::string text, std::size_t size) : text_(std::move(text)), size_(size) {}
  std::size_t read(std::span<char> buffer) override {
    const std::size_t count = std::min({size_, buffer.size(), text_.size() - at_});
    std::copy_n(text_.data() + at_, count, buffer.data());
    at_ += count;
    return count;
  }

 private:
  std::string text_;
  std::size_t size_;
  std::size_t at_ = 0;
};

std::vector<std::string> lines_of(const std::string& text, std::size_t piece = 7) {
  LineReader reader(std::make_unique<Pieces>(text, piece));
  std::vector<std::string> lines;
  while (const auto line = reader.next()) {
    lines.emplace_back(*line);
    EXPECT_EQ(reader.number(), lines.size());
  }
  EXPECT_EQ(reader.next(), std::nullopt);
  return lines;
}

TEST(LineReader, GivesLinesWithoutTheirEnds) {
  for (const std::size_t piece : {1U, 2U, 3U, 1000U}) {
    EXPECT_THAT(lines_of("one\ntwo\n\nfour\n", piece), ElementsAre("one", "two", "", "four"));
    EXPECT_THAT(lines_of("one\r\ntwo\r\n", piece), ElementsAre("one", "two"));
    EXPECT_THAT(lines_of("one\ntwo", piece), ElementsAre("one", "two"));
    EXPECT_THAT(lines_of("one\ntwo\r", piece), ElementsAre("one", "two"));
    EXPECT_THAT(lines_of("", piece), IsEmpty());
    EXPECT_THAT(lines_of("\n", piece), ElementsAre(""));
  }
}

TEST(LineReader, GivesManyMoreThanFitIntoItsBuffer) {
  std::string text;
  for (int i = 0; i < 50'000; ++i) text += "line " + std::to_string(i) + "\n";
  for (const std::size_t piece : {99U, 65'536U, 10'000'000U}) {
    const auto lines = lines_of(text, piece);
    ASSERT_EQ(lines.size(), 50'000U);
    for (std::size_t i = 0; i < lines.size(); ++i) ASSERT_EQ(lines[i], "line " + std::to_string(i));
  }
}

TEST(LineReader, CutsAndSkipsALineThatIsTooLong) {
  constexpr std::size_t kMost = LineReader::kLongestLine;
  const std::string longest(kMost, 'x');
  for (const std::size_t more : {std::size_t{1}, std::size_t{100'000}, std::size_t{1'000'000}}) {
    LineReader reader(std::make_unique<Pieces>(longest + "\n" + longest + std::string(more, 'y') + "\nlast\n", 5000));
    EXPECT_EQ(reader.next(), longest);
    EXPECT_FALSE(reader.was_too_long());
    EXPECT_EQ(reader.next(), longest);
    EXPECT_TRUE(reader.was_too_long());
    EXPECT_EQ(reader.next(), "last");
    EXPECT_FALSE(reader.was_too_long());
    EXPECT_EQ(reader.number(), 3U);
    EXPECT_EQ(reader.next(), std::nullopt);
  }
}

TEST(LineReader, EndsWithALineThatIsTooLong) {
  LineReader reader(std::make_unique<Pieces>(std::string(200'000, 'x'), 5000));
  EXPECT_EQ(reader.next()->size(), LineReader::kLongestLine);
  EXPECT_TRUE(reader.was_too_long());
  EXPECT_EQ(reader.next(), std::nullopt);
}

}  // namespace
}  // namespace stampede::workload
