#include "simulator/workload/unpack.h"

#include <fmt/format.h>
#include <zlib.h>
#include <zstd.h>

#include <new>
#include <utility>
#include <vector>

namespace stampede::workload {

namespace {

// So small that a run in real time is not held up by unpacking one.
constexpr std::size_t kPackedBytes = 16 * 1024;

constexpr int kGzipOnly = 16 + MAX_WBITS;

[[noreturn]] void fail_cut_off() { throw ByteSourceError("ends in the middle of its compressed data"); }

class GzipBytes final : public ByteSource {
 public:
  explicit GzipBytes(std::unique_ptr<ByteSource> packed) : packed_(std::move(packed)), input_(kPackedBytes) {
    if (inflateInit2(&stream_, kGzipOnly) != Z_OK) throw std::bad_alloc();
  }
  GzipBytes(const GzipBytes&) = delete;
  GzipBytes& operator=(const GzipBytes&) = delete;
  ~GzipBytes() override { inflateEnd(&stream_); }

  std::size_t read(std::span<char> buffer) override {
    stream_.next_out = reinterpret_cast<Bytef*>(buffer.data());
    stream_.avail_out = static_cast<uInt>(buffer.size());
    while (stream_.avail_out == buffer.size()) {
      if (stream_.avail_in == 0 && !refill()) {
        if (!member_ended_) fail_cut_off();
        return 0;
      }
      if (std::exchange(member_ended_, false)) inflateReset(&stream_);
      const int state = inflate(&stream_, Z_NO_FLUSH);
      member_ended_ = state == Z_STREAM_END;
      if (!member_ended_ && state != Z_OK) {
        throw ByteSourceError(
            fmt::format("is no sound gzip file: {}", stream_.msg != nullptr ? stream_.msg : zError(state)));
      }
    }
    return buffer.size() - stream_.avail_out;
  }

 private:
  bool refill() {
    const std::size_t count = packed_->read(input_);
    stream_.next_in = reinterpret_cast<Bytef*>(input_.data());
    stream_.avail_in = static_cast<uInt>(count);
    return count > 0;
  }

  std::unique_ptr<ByteSource> packed_;
  std::vector<char> input_;
  z_stream stream_{};
  bool member_ended_ = false;
};

class ZstdBytes final : public ByteSource {
 public:
  explicit ZstdBytes(std::unique_ptr<ByteSource> packed)
      : packed_(std::move(packed)), input_(kPackedBytes), stream_(ZSTD_createDStream()) {
    if (!stream_) throw std::bad_alloc();
  }

  std::size_t read(std::span<char> buffer) override {
    ZSTD_outBuffer output{buffer.data(), buffer.size(), 0};
    while (output.pos == 0) {
      const bool at_end = unread_.pos == unread_.size && !refill();
      if (at_end && !in_frame_) return 0;
      // At the end there may still be something left inside.
      const std::size_t state = ZSTD_decompressStream(stream_.get(), &output, &unread_);
      if (ZSTD_isError(state) != 0) {
        throw ByteSourceError(fmt::format("is no sound zstd file: {}", ZSTD_getErrorName(state)));
      }
      in_frame_ = state != 0;
      if (at_end && in_frame_ && output.pos == 0) fail_cut_off();
    }
    return output.pos;
  }

 private:
  struct Free {
    void operator()(ZSTD_DStream* stream) const { ZSTD_freeDStream(stream); }
  };

  bool refill() {
    unread_ = {input_.data(), packed_->read(input_), 0};
    return unread_.size > 0;
  }

  std::unique_ptr<ByteSource> packed_;
  std::vector<char> input_;
  ZSTD_inBuffer unread_{};
  std::unique_ptr<ZSTD_DStream, Free> stream_;
  bool in_frame_ = false;
};

}  // namespace

std::unique_ptr<ByteSource> unpack_gzip(std::unique_ptr<ByteSource> packed) {
  return std::make_unique<GzipBytes>(std::move(packed));
}

std::unique_ptr<ByteSource> unpack_zstd(std::unique_ptr<ByteSource> packed) {
  return std::make_unique<ZstdBytes>(std::move(packed));
}

}  // namespace stampede::workload
