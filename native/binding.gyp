{
  "targets": [
    {
      "target_name": "gemm",
      "sources": ["gemm.c"],
      "cflags": ["-O3", "-ffp-contract=fast"],
      "xcode_settings": { "OTHER_CFLAGS": ["-O3", "-ffp-contract=fast"] }
    }
  ]
}
