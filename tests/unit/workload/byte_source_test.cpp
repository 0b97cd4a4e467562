// Files as they are, and packed: told by their content, read to the end, and refused where they are damaged.
#include "simulator/workload/byte_source.h"

#include <gtest/gtest.h>

#include <functional>

#include "simulator/measure/random_stream.h"
#include "tests/fakes/packed.h"
#include "tests/fakes/temporary_file.h"

namespace stampede::workload {
namespace {

using fakes::TemporaryFile;

using fakes::gzip;
using fakes::zstd;

std::string read_all(const std::string& path, std::size_t buffer_bytes = 1000) {
  const auto source = open_bytes(path);
  std::string text;
  std::vector<char> buffer(buffer_bytes);
  while (const std::size_t count = source->read(buffer)) text.append(buffer.data(), count);
  EXPECT_EQ(source->read(buffer), 0U) << "the end stays the end";
  return text;
}

std::string content_of(const std::string& bytes, std::size_t buffer_bytes = 1000) {
  return read_all(TemporaryFile(bytes).path(), buffer_bytes);
}

// Larger than every buffer; hardly to be packed, or very well.
std::string long_text(bool is_random) {
  measure::RandomStream random(42, "text");
  std::string text;
  while (text.size() < 1'000'000) text += is_random ? static_cast<char>(random.below(256)) : 'a';
  return text;
}

std::string error_of(const std::string& bytes) {
  try {
    content_of(bytes);
  } catch (const ByteSourceError& error) {
    return error.what();
  }
  return "";
}

TEST(ByteSource, GivesWhatIsInTheFile) {
  for (const std::string& text : {std::string(), std::string("a"), std::string("ab\ncd\n"), long_text(true)}) {
    EXPECT_EQ(content_of(text), text);
  }
}

TEST(ByteSource, UnpacksWhateverItsName) {
  const std::function<std::string(const std::string&)> packers[] = {gzip, zstd};
  for (const auto& pack : packers) {
    for (const std::string& text :
         {std::string(), std::string("a"), std::string("ab\ncd\n"), long_text(true), long_text(false)}) {
      EXPECT_EQ(content_of(pack(text)), text);
      if (text.size() < 10) {
        EXPECT_EQ(content_of(pack(text), 1), text);
      }
    }
  }
}

TEST(ByteSource, UnpacksSeveralOneAfterTheOther) {
  EXPECT_EQ(content_of(gzip("one") + gzip("") + gzip("two")), "onetwo");
  EXPECT_EQ(content_of(zstd("one") + zstd("") + zstd("two")), "onetwo");
  const std::string text = long_text(true);
  EXPECT_EQ(content_of(gzip(text) + gzip(text)), text + text);
  EXPECT_EQ(content_of(zstd(text) + zstd(text)), text + text);
}

TEST(ByteSource, RefusesWhatIsCutOff) {
  for (const std::string& packed : {gzip(long_text(true)), zstd(long_text(true)), gzip("short"), zstd("short")}) {
    for (const std::size_t cut : {std::size_t{1}, std::size_t{4}, packed.size() / 2}) {
      EXPECT_EQ(error_of(packed.substr(0, packed.size() - cut)), "ends in the middle of its compressed data");
    }
  }
}

TEST(ByteSource, RefusesWhatIsDamaged) {
  std::string packed = gzip(long_text(true));
  packed[packed.size() - 6] ^= 1;  // in the checksum
  EXPECT_EQ(error_of(packed), "is no sound gzip file: incorrect data check");
  EXPECT_EQ(error_of(gzip("text") + "and more"), "is no sound gzip file: incorrect header check");
  packed = zstd(long_text(false));
  packed[6] ^= 0x55;
  EXPECT_TRUE(error_of(packed).starts_with("is no sound zstd file: ")) << error_of(packed);
}

TEST(ByteSource, SaysWhyAFileCannotBeRead) {
  EXPECT_THROW(read_all("/no/such/file"), ByteSourceError);
  try {
    open_bytes("/no/such/file");
  } catch (const ByteSourceError& error) {
    EXPECT_STREQ(error.what(), "cannot be opened: No such file or directory");
  }
  EXPECT_THROW(read_all("/tmp"), ByteSourceError);
}

}  // namespace
}  // namespace stampede::workload
